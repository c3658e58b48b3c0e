package dev.serai.testing;

import static dev.serai.testing.Dialects.event;
import static dev.serai.testing.Dialects.quote;

import java.util.ArrayList;
import java.util.List;

/** Messages: usage is split over message_start and a cumulative message_delta. */
final class AnthropicReplies implements Dialects.Replies {
  private static final String MESSAGE =
      """
      {"id":"msg_fake1","type":"message","role":"assistant","model":%s,"content":[%s],\
      "stop_reason":%s,"stop_sequence":null,"usage":{"input_tokens":11,\
      "cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":%d}}""";

  @Override
  public String path(String model, boolean stream) {
    return "/v1/messages";
  }

  @Override
  public String request(String model, String text, boolean stream) {
    return "{\"model\":%s,\"max_tokens\":256,\"messages\":[{\"role\":\"user\",\"content\":%s}],\"stream\":%s}"
        .formatted(quote(model), quote(text), stream);
  }

  @Override
  public String reply(String model, String text) {
    String block = "{\"type\":\"text\",\"text\":%s}".formatted(quote(text));
    return MESSAGE.formatted(quote(model), block, "\"end_turn\"", Dialects.OUTPUT);
  }

  @Override
  public String toolCall(String model, Dialects.ToolCall call) {
    String block =
        "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":%s}"
            .formatted(quote(call.id()), quote(call.name()), call.arguments());
    return MESSAGE.formatted(quote(model), block, "\"tool_use\"", Dialects.OUTPUT);
  }

  @Override
  public List<String> streamed(String model, List<String> pieces, boolean usage) {
    var events = start(model, "{\"type\":\"text\",\"text\":\"\"}");
    for (String piece : pieces) {
      events.add(delta("{\"type\":\"text_delta\",\"text\":%s}".formatted(quote(piece))));
    }
    return end(events, "end_turn");
  }

  @Override
  public List<String> streamedToolCall(String model, Dialects.ToolCall call, boolean usage) {
    String block = "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":{}}";
    var events = start(model, block.formatted(quote(call.id()), quote(call.name())));
    int half = call.arguments().length() / 2;
    for (String part :
        List.of("", call.arguments().substring(0, half), call.arguments().substring(half))) {
      String json = "{\"type\":\"input_json_delta\",\"partial_json\":%s}";
      events.add(delta(json.formatted(quote(part))));
    }
    return end(events, "tool_use");
  }

  @Override
  public String error(int status, String message) {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 429 -> "rate_limit_error";
          case 529 -> "overloaded_error";
          default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    return "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s},\"request_id\":\"req_fake1\"}"
        .formatted(quote(type), quote(message));
  }

  private static List<String> start(String model, String block) {
    var events = new ArrayList<String>();
    String message = MESSAGE.formatted(quote(model), "", "null", 1);
    events.add(
        event("message_start", "{\"type\":\"message_start\",\"message\":%s}".formatted(message)));
    events.add(
        event(
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":%s}"
                .formatted(block)));
    events.add(event("ping", "{\"type\":\"ping\"}"));
    return events;
  }

  private static String delta(String delta) {
    return event(
        "content_block_delta",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":%s}".formatted(delta));
  }

  private static List<String> end(List<String> events, String reason) {
    events.add(event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"));
    String delta =
        """
        {"type":"message_delta","delta":{"stop_reason":%s,"stop_sequence":null},\
        "usage":{"input_tokens":11,"cache_creation_input_tokens":0,\
        "cache_read_input_tokens":3,"output_tokens":7}}""";
    events.add(event("message_delta", delta.formatted(quote(reason))));
    events.add(event("message_stop", "{\"type\":\"message_stop\"}"));
    return events;
  }
}
