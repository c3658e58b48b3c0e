package dev.serai.dialects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Call;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replies of the built-in provider {@code echo}: the last words of the user, in every dialect,
 * streamed and not, with usage as a real provider reports it.
 */
public final class EchoReplies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_WORDS = 400;

  private final Call call;
  private final String name;
  private final String model;
  private final String id;
  private final List<String> words;
  private final long input;

  private EchoReplies(Call call, String model, String text) {
    this.call = call;
    this.name = model;
    this.model = Json.quoted(model);
    this.id = call.id();
    this.words = words(text);
    this.input = Math.max(1, call.request().body().length() / 4);
  }

  public static LocalReply of(Call call, String model) {
    JsonNode body = parsed(call);
    EchoReplies echo = new EchoReplies(call, model, "You said: " + lastWords(body));
    return switch (call.operation()) {
      case CHAT -> call.asked().stream() ? echo.sse(echo.chatEvents()) : echo.json(echo.chat());
      case RESPONSES ->
          call.asked().stream()
              ? echo.sse(echo.responseEvents())
              : echo.json(echo.response("completed", true));
      case MESSAGES ->
          call.asked().stream() ? echo.sse(echo.messageEvents()) : echo.json(echo.message());
      case COUNT_TOKENS -> echo.json("{\"input_tokens\":" + echo.input + "}");
      case GENERATE_CONTENT -> echo.json(echo.content(String.join("", echo.words), true));
      case STREAM_GENERATE_CONTENT -> echo.sse(echo.contentEvents());
      case GEMINI_COUNT_TOKENS -> echo.json("{\"totalTokens\":" + echo.input + "}");
      case EMBEDDINGS ->
          echo.json(
              "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.6,0.8]}],\"model\":"
                  + echo.model
                  + ",\"usage\":{\"prompt_tokens\":"
                  + echo.input
                  + ",\"total_tokens\":"
                  + echo.input
                  + "}}");
      case EMBED_CONTENT -> echo.json("{\"embedding\":{\"values\":[0.6,0.8]}}");
      case BATCH_EMBED_CONTENTS -> echo.json("{\"embeddings\":[{\"values\":[0.6,0.8]}]}");
      case LIST_MODELS, GET_MODEL, GET_BUDGET, REQUEST_BUDGET, LIST_BUDGET_REQUESTS ->
          throw new IllegalStateException("answered without a provider");
    };
  }

  private static JsonNode parsed(Call call) {
    try {
      return JSON.readTree(call.request().body().bytes());
    } catch (IOException e) {
      throw new Refusal(Refusal.Reason.BAD_REQUEST, "The request body is not JSON.");
    }
  }

  /** The text of the last message or item, whatever the dialect calls it. */
  private static String lastWords(JsonNode body) {
    for (String field : List.of("messages", "contents", "input")) {
      JsonNode turns = body.path(field);
      if (turns.isTextual()) return turns.asText();
      if (turns.isArray() && !turns.isEmpty()) {
        JsonNode last = turns.get(turns.size() - 1);
        return last.isTextual()
            ? last.asText()
            : text(last.has("parts") ? last.get("parts") : last.path("content"));
      }
    }
    return "nothing";
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) return content.asText();
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content)
      if (part.path("text").isTextual())
        text.append(text.isEmpty() ? "" : " ").append(part.get("text").asText());
    return text.isEmpty() ? "nothing in text" : text.toString();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("(?<=\\s)")) {
      if (words.size() == MAX_WORDS) break;
      words.add(word);
    }
    return words;
  }

  private String chat() {
    return "{\"id\":\"chatcmpl-"
        + id
        + "\",\"object\":\"chat.completion\",\"created\":"
        + seconds()
        + ",\"model\":"
        + model
        + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + all()
        + "},\"finish_reason\":\"stop\"}],\"usage\":"
        + chatUsage()
        + "}";
  }

  private List<String> chatEvents() {
    String head =
        "data: {\"id\":\"chatcmpl-"
            + id
            + "\",\"object\":\"chat.completion.chunk\",\"created\":"
            + seconds()
            + ",\"model\":"
            + model
            + ",\"choices\":[";
    List<String> events = new ArrayList<>();
    events.add(
        head
            + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");
    for (String word : words)
      events.add(
          head
              + "{\"index\":0,\"delta\":{\"content\":"
              + Json.quoted(word)
              + "},\"finish_reason\":null}]}\n\n");
    events.add(head + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    if (!call.asked().usageOption().needed())
      events.add(head + "],\"usage\":" + chatUsage() + "}\n\n");
    events.add("data: [DONE]\n\n");
    return events;
  }

  private String chatUsage() {
    return "{\"prompt_tokens\":"
        + input
        + ",\"completion_tokens\":"
        + words.size()
        + ",\"total_tokens\":"
        + (input + words.size())
        + "}";
  }

  private String response(String status, boolean whole) {
    return "{\"id\":\"resp_"
        + id
        + "\",\"object\":\"response\",\"created_at\":"
        + seconds()
        + ",\"status\":\""
        + status
        + "\",\"model\":"
        + model
        + ",\"output\":["
        + (whole ? item("completed", all()) : "")
        + "]"
        + (whole ? ",\"usage\":" + responseUsage() : "")
        + "}";
  }

  private String item(String status, String text) {
    String content =
        text.isEmpty() ? "" : "{\"type\":\"output_text\",\"text\":" + text + ",\"annotations\":[]}";
    return "{\"id\":\"msg_"
        + id
        + "\",\"type\":\"message\",\"status\":\""
        + status
        + "\",\"role\":\"assistant\",\"content\":["
        + content
        + "]}";
  }

  private String responseUsage() {
    return "{\"input_tokens\":"
        + input
        + ",\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":"
        + words.size()
        + ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":"
        + (input + words.size())
        + "}";
  }

  private List<String> responseEvents() {
    String at = ",\"item_id\":\"msg_" + id + "\",\"output_index\":0,\"content_index\":0";
    String part = "{\"type\":\"output_text\",\"text\":%s,\"annotations\":[]}";
    List<String> events = new ArrayList<>();
    responseEvent(events, "response.created", ",\"response\":" + response("in_progress", false));
    responseEvent(
        events, "response.in_progress", ",\"response\":" + response("in_progress", false));
    responseEvent(
        events,
        "response.output_item.added",
        ",\"output_index\":0,\"item\":" + item("in_progress", ""));
    responseEvent(
        events, "response.content_part.added", at + ",\"part\":" + part.replace("%s", "\"\""));
    for (String word : words)
      responseEvent(events, "response.output_text.delta", at + ",\"delta\":" + Json.quoted(word));
    responseEvent(events, "response.output_text.done", at + ",\"text\":" + all());
    responseEvent(
        events, "response.content_part.done", at + ",\"part\":" + part.replace("%s", all()));
    responseEvent(
        events,
        "response.output_item.done",
        ",\"output_index\":0,\"item\":" + item("completed", all()));
    responseEvent(events, "response.completed", ",\"response\":" + response("completed", true));
    return events;
  }

  private static void responseEvent(List<String> events, String type, String fields) {
    events.add(
        "event: "
            + type
            + "\ndata: {\"type\":\""
            + type
            + "\",\"sequence_number\":"
            + events.size()
            + fields
            + "}\n\n");
  }

  private String message() {
    return "{\"id\":\"msg_"
        + id
        + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
        + model
        + ",\"content\":[{\"type\":\"text\",\"text\":"
        + all()
        + "}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
        + input
        + ",\"output_tokens\":"
        + words.size()
        + "}}";
  }

  private List<String> messageEvents() {
    List<String> events = new ArrayList<>();
    events.add(
        messageEvent(
            "message_start",
            ",\"message\":{\"id\":\"msg_"
                + id
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + model
                + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                + input
                + ",\"output_tokens\":1}}"));
    events.add(
        messageEvent(
            "content_block_start",
            ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
    for (String word : words)
      events.add(
          messageEvent(
              "content_block_delta",
              ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                  + Json.quoted(word)
                  + "}"));
    events.add(messageEvent("content_block_stop", ",\"index\":0"));
    events.add(
        messageEvent(
            "message_delta",
            ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                + words.size()
                + "}"));
    events.add(messageEvent("message_stop", ""));
    return events;
  }

  private static String messageEvent(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}\n\n";
  }

  private String content(String text, boolean last) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":"
        + Json.quoted(text)
        + "}],\"role\":\"model\"}"
        + (last ? ",\"finishReason\":\"STOP\"" : "")
        + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
        + input
        + ",\"candidatesTokenCount\":"
        + words.size()
        + ",\"totalTokenCount\":"
        + (input + words.size())
        + "},\"modelVersion\":"
        + model
        + ",\"responseId\":\""
        + id
        + "\"}";
  }

  private List<String> contentEvents() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < words.size(); i++)
      events.add("data: " + content(words.get(i), i == words.size() - 1) + "\r\n\r\n");
    return events;
  }

  private String all() {
    return Json.quoted(String.join("", words));
  }

  private static long seconds() {
    return System.currentTimeMillis() / 1000;
  }

  private LocalReply json(String body) {
    return LocalReply.json(200, about(), body);
  }

  private LocalReply sse(List<String> events) {
    return new LocalReply(
        200,
        "text/event-stream",
        about(),
        events.stream().map(event -> event.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private Map<String, String> about() {
    return Map.of("x-serai-provider", "echo", "x-serai-model", name, "x-serai-attempts", "1");
  }
}
