package dev.serai.testing;

import static dev.serai.testing.Dialects.quote;

import java.util.ArrayList;
import java.util.List;

/** generateContent: every event is a whole response, CRLF on the wire, no end marker. */
final class GeminiReplies implements Dialects.Replies {
  private static final String USAGE =
      """
      {"promptTokenCount":14,"cachedContentTokenCount":3,"candidatesTokenCount":%d,\
      "thoughtsTokenCount":2,"totalTokenCount":%d,\
      "promptTokensDetails":[{"modality":"TEXT","tokenCount":14}]}""";
  private static final int CANDIDATE = Dialects.OUTPUT - Dialects.REASONING;

  @Override
  public String path(String model, boolean stream) {
    return "/v1beta/models/"
        + model
        + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }

  @Override
  public String request(String model, String text, boolean stream) {
    return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":%s}]}]}".formatted(quote(text));
  }

  @Override
  public String reply(String model, String text) {
    return response(model, "{\"text\":%s}".formatted(quote(text)), true, CANDIDATE);
  }

  @Override
  public String toolCall(String model, Dialects.ToolCall call) {
    return response(model, part(call), true, CANDIDATE);
  }

  @Override
  public List<String> streamed(String model, List<String> pieces, boolean usage) {
    var events = new ArrayList<String>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1;
      String part = "{\"text\":%s}".formatted(quote(pieces.get(i)));
      events.add(data(response(model, part, last, last ? CANDIDATE : 1)));
    }
    return events;
  }

  @Override
  public List<String> streamedToolCall(String model, Dialects.ToolCall call, boolean usage) {
    return List.of(data(response(model, part(call), true, CANDIDATE)));
  }

  @Override
  public String error(int status, String message) {
    String word =
        switch (status) {
          case 401 -> "UNAUTHENTICATED";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 503 -> "UNAVAILABLE";
          default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    return "{\"error\":{\"code\":%d,\"message\":%s,\"status\":%s}}"
        .formatted(status, quote(message), quote(word));
  }

  private static String part(Dialects.ToolCall call) {
    return "{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s},\"thoughtSignature\":\"c2VyYWk=\"}"
        .formatted(quote(call.id()), quote(call.name()), call.arguments());
  }

  private static String response(String model, String part, boolean last, int candidate) {
    String usage = USAGE.formatted(candidate, 14 + Dialects.REASONING + candidate);
    return ("{\"candidates\":[{\"content\":{\"parts\":[%s],\"role\":\"model\"},%s\"index\":0}],"
            + "\"usageMetadata\":%s,\"modelVersion\":%s,\"responseId\":\"fake1\"}")
        .formatted(part, last ? "\"finishReason\":\"STOP\"," : "", usage, quote(model));
  }

  private static String data(String json) {
    return "data: " + json + "\r\n\r\n";
  }
}
