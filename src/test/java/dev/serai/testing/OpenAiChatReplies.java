package dev.serai.testing;

import static dev.serai.testing.Dialects.data;
import static dev.serai.testing.Dialects.quote;

import java.util.ArrayList;
import java.util.List;

/** Chat Completions: data-only events, usage in an extra chunk without choices, then [DONE]. */
final class OpenAiChatReplies implements Dialects.Replies {
  private static final String HEAD =
      "\"id\":\"chatcmpl-fake1\",\"created\":1790000000,\"model\":%s,\"system_fingerprint\":\"fp_fake\"";
  private static final String USAGE =
      """
      {"prompt_tokens":14,"completion_tokens":7,"total_tokens":21,\
      "prompt_tokens_details":{"cached_tokens":3,"audio_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":2,"audio_tokens":0}}""";

  @Override
  public String path(String model, boolean stream) {
    return "/v1/chat/completions";
  }

  @Override
  public String request(String model, String text, boolean stream) {
    return "{\"model\":%s,\"messages\":[{\"role\":\"user\",\"content\":%s}],\"stream\":%s}"
        .formatted(quote(model), quote(text), stream);
  }

  @Override
  public String reply(String model, String text) {
    return whole(model, "{\"role\":\"assistant\",\"content\":%s}".formatted(quote(text)), "stop");
  }

  @Override
  public String toolCall(String model, Dialects.ToolCall call) {
    String message =
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":%s,\"type\":\"function\","
            + "\"function\":{\"name\":%s,\"arguments\":%s}}]}";
    return whole(
        model,
        message.formatted(quote(call.id()), quote(call.name()), quote(call.arguments())),
        "tool_calls");
  }

  @Override
  public List<String> streamed(String model, List<String> pieces, boolean usage) {
    var events = new ArrayList<String>();
    events.add(chunk(model, "{\"role\":\"assistant\",\"content\":\"\"}", "null", usage));
    for (String piece : pieces) {
      events.add(chunk(model, "{\"content\":%s}".formatted(quote(piece)), "null", usage));
    }
    return end(events, model, "\"stop\"", usage);
  }

  @Override
  public List<String> streamedToolCall(String model, Dialects.ToolCall call, boolean usage) {
    var events = new ArrayList<String>();
    String first =
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":%s,"
            + "\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}";
    events.add(chunk(model, first.formatted(quote(call.id()), quote(call.name())), "null", usage));
    int half = call.arguments().length() / 2;
    for (String part :
        List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
      String next = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":%s}}]}";
      events.add(chunk(model, next.formatted(quote(part)), "null", usage));
    }
    return end(events, model, "\"tool_calls\"", usage);
  }

  @Override
  public String error(int status, String message) {
    String type =
        status == 429 ? "requests" : status < 500 ? "invalid_request_error" : "server_error";
    String code = status == 429 ? "\"rate_limit_exceeded\"" : "null";
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}}"
        .formatted(quote(message), quote(type), code);
  }

  private static String whole(String model, String message, String finish) {
    return "{%s,\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":%s,\"logprobs\":null,\"finish_reason\":%s}],\"usage\":%s}"
        .formatted(HEAD.formatted(quote(model)), message, quote(finish), USAGE);
  }

  private static String chunk(String model, String delta, String finish, boolean usage) {
    return data(
        "{%s,\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]%s}"
            .formatted(
                HEAD.formatted(quote(model)), delta, finish, usage ? ",\"usage\":null" : ""));
  }

  private static List<String> end(List<String> events, String model, String finish, boolean usage) {
    events.add(chunk(model, "{}", finish, usage));
    if (usage) {
      events.add(
          data(
              "{%s,\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":%s}"
                  .formatted(HEAD.formatted(quote(model)), USAGE)));
    }
    events.add("data: [DONE]\n\n");
    return events;
  }
}
