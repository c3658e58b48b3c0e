package dev.serai.testing;

import static dev.serai.testing.Dialects.quote;

import java.util.ArrayList;
import java.util.List;

/** Responses: numbered events, whole items and usage only in the last one, no [DONE]. */
final class OpenAiResponsesReplies implements Dialects.Replies {
  private static final String USAGE =
      """
      {"input_tokens":14,"input_tokens_details":{"cached_tokens":3},"output_tokens":7,\
      "output_tokens_details":{"reasoning_tokens":2},"total_tokens":21}""";

  @Override
  public String path(String model, boolean stream) {
    return "/v1/responses";
  }

  @Override
  public String request(String model, String text, boolean stream) {
    return "{\"model\":%s,\"input\":%s,\"stream\":%s,\"store\":false}"
        .formatted(quote(model), quote(text), stream);
  }

  @Override
  public String reply(String model, String text) {
    return response(model, "completed", message("completed", part(text)), USAGE);
  }

  @Override
  public String toolCall(String model, Dialects.ToolCall call) {
    return response(model, "completed", function(call, "completed", call.arguments()), USAGE);
  }

  @Override
  public List<String> streamed(String model, List<String> pieces, boolean usage) {
    Events events = start(model, message("in_progress", ""));
    String at = "\"item_id\":\"msg_fake1\",\"output_index\":0,\"content_index\":0";
    events.add("response.content_part.added", at + ",\"part\":" + part(""));
    for (String piece : pieces) {
      events.add("response.output_text.delta", at + ",\"logprobs\":[],\"delta\":" + quote(piece));
    }
    String text = String.join("", pieces);
    events.add("response.output_text.done", at + ",\"logprobs\":[],\"text\":" + quote(text));
    events.add("response.content_part.done", at + ",\"part\":" + part(text));
    return end(events, model, message("completed", part(text)));
  }

  @Override
  public List<String> streamedToolCall(String model, Dialects.ToolCall call, boolean usage) {
    Events events = start(model, function(call, "in_progress", ""));
    String at = "\"item_id\":\"fc_fake1\",\"output_index\":0";
    int half = call.arguments().length() / 2;
    for (String piece :
        List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
      events.add("response.function_call_arguments.delta", at + ",\"delta\":" + quote(piece));
    }
    events.add(
        "response.function_call_arguments.done", at + ",\"arguments\":" + quote(call.arguments()));
    return end(events, model, function(call, "completed", call.arguments()));
  }

  /** A tool whose input is free text instead of JSON; the arguments are that text. */
  List<String> streamedCustomToolCall(String model, Dialects.ToolCall call) {
    Events events = start(model, custom(call, "in_progress", ""));
    String at = "\"item_id\":\"ctc_fake1\",\"output_index\":0";
    String input = quote(call.arguments());
    events.add("response.custom_tool_call_input.delta", at + ",\"delta\":" + input);
    events.add("response.custom_tool_call_input.done", at + ",\"input\":" + input);
    return end(events, model, custom(call, "completed", call.arguments()));
  }

  @Override
  public String error(int status, String message) {
    return new OpenAiChatReplies().error(status, message);
  }

  /** Counts the events; {@code sequence_number} goes up by one from 0. */
  private static final class Events {
    private final List<String> events = new ArrayList<>();

    void add(String type, String fields) {
      String json =
          "{\"type\":%s,\"sequence_number\":%d,%s}".formatted(quote(type), events.size(), fields);
      events.add(Dialects.event(type, json));
    }
  }

  private static Events start(String model, String item) {
    var events = new Events();
    String empty = "\"response\":" + response(model, "in_progress", "", "null");
    events.add("response.created", empty);
    events.add("response.in_progress", empty);
    events.add("response.output_item.added", "\"output_index\":0,\"item\":" + item);
    return events;
  }

  private static List<String> end(Events events, String model, String item) {
    events.add("response.output_item.done", "\"output_index\":0,\"item\":" + item);
    events.add("response.completed", "\"response\":" + response(model, "completed", item, USAGE));
    return events.events;
  }

  private static String response(String model, String status, String item, String usage) {
    return ("{\"id\":\"resp_fake1\",\"object\":\"response\",\"created_at\":1790000000,"
            + "\"status\":%s,\"error\":null,\"incomplete_details\":null,\"instructions\":null,"
            + "\"model\":%s,\"output\":[%s],\"parallel_tool_calls\":true,\"store\":false,"
            + "\"tool_choice\":\"auto\",\"tools\":[],\"usage\":%s,\"metadata\":{}}")
        .formatted(quote(status), quote(model), item, usage);
  }

  private static String message(String status, String part) {
    return "{\"id\":\"msg_fake1\",\"type\":\"message\",\"status\":%s,\"role\":\"assistant\",\"content\":[%s]}"
        .formatted(quote(status), part);
  }

  private static String part(String text) {
    return "{\"type\":\"output_text\",\"text\":%s,\"annotations\":[],\"logprobs\":[]}"
        .formatted(quote(text));
  }

  private static String function(Dialects.ToolCall call, String status, String arguments) {
    return "{\"id\":\"fc_fake1\",\"type\":\"function_call\",\"status\":%s,\"call_id\":%s,\"name\":%s,\"arguments\":%s}"
        .formatted(quote(status), quote(call.id()), quote(call.name()), quote(arguments));
  }

  private static String custom(Dialects.ToolCall call, String status, String input) {
    return "{\"id\":\"ctc_fake1\",\"type\":\"custom_tool_call\",\"status\":%s,\"call_id\":%s,\"name\":%s,\"input\":%s}"
        .formatted(quote(status), quote(call.id()), quote(call.name()), quote(input));
  }
}
