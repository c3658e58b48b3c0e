package dev.serai.testing;

import com.grack.nanojson.JsonWriter;
import dev.serai.call.Dialect;
import java.util.Arrays;
import java.util.List;

/**
 * Ready answers of a well-behaved provider in each HTTP dialect, and the requests that ask for
 * them. Every answer tells the same usage in its dialect's own arithmetic: {@link #INPUT} fresh
 * tokens, {@link #CACHED} read from a cache, {@link #OUTPUT} out.
 */
public enum Dialects {
  OPENAI_CHAT(Dialect.OPENAI_CHAT, new OpenAiChatReplies()),
  OPENAI_RESPONSES(Dialect.OPENAI_RESPONSES, new OpenAiResponsesReplies()),
  ANTHROPIC(Dialect.ANTHROPIC, new AnthropicReplies()),
  GEMINI(Dialect.GEMINI, new GeminiReplies());

  /** Fresh input tokens of every answer. */
  public static final int INPUT = 11;

  /** Input tokens read from the provider's cache, beside {@link #INPUT}. */
  public static final int CACHED = 3;

  /** Output tokens of every answer, reasoning included. */
  public static final int OUTPUT = 7;

  /**
   * The part of {@link #OUTPUT} that is reasoning, where the dialect tells it (not Anthropic's).
   */
  public static final int REASONING = 2;

  private final Dialect dialect;
  private final Replies replies;

  Dialects(Dialect dialect, Replies replies) {
    this.dialect = dialect;
    this.replies = replies;
  }

  /**
   * What a model asks its client to run.
   *
   * @param arguments a JSON object
   */
  public record ToolCall(String id, String name, String arguments) {}

  /** The grammar of one dialect; texts are plain, they are quoted here. */
  interface Replies {
    String path(String model, boolean stream);

    String request(String model, String text, boolean stream);

    String reply(String model, String text);

    String toolCall(String model, ToolCall call);

    List<String> streamed(String model, List<String> pieces, boolean usage);

    List<String> streamedToolCall(String model, ToolCall call, boolean usage);

    String error(int status, String message);
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Of a request, below the provider's or gateway's address, with its version. */
  public String path(String model, boolean stream) {
    return replies.path(model, stream);
  }

  /** Body of a request with one user message; a chat stream does not ask for usage. */
  public String request(String model, String text, boolean stream) {
    return replies.request(model, text, stream);
  }

  /** A 200 with the text and usage. */
  public Answer reply(String model, String text) {
    return Answer.json(200, replies.reply(model, text));
  }

  /** A 200 event stream, one flushed piece an event, with usage. */
  public Answer streamed(String model, String... pieces) {
    return streamed(model, true, pieces);
  }

  /** As above; usage only if asked for, which concerns chat streams alone. */
  public Answer streamed(String model, boolean usage, String... pieces) {
    return Answer.sse(replies.streamed(model, List.of(pieces), usage).toArray(String[]::new));
  }

  public Answer toolCall(String model, ToolCall call) {
    return Answer.json(200, replies.toolCall(model, call));
  }

  public Answer streamedToolCall(String model, ToolCall call) {
    return streamedToolCall(model, call, true);
  }

  public Answer streamedToolCall(String model, ToolCall call, boolean usage) {
    return Answer.sse(replies.streamedToolCall(model, call, usage).toArray(String[]::new));
  }

  /**
   * A call of a Responses custom tool, whose input is free text: the call's arguments as they are.
   */
  public static Answer streamedCustomToolCall(String model, ToolCall call) {
    var replies = new OpenAiResponsesReplies();
    return Answer.sse(replies.streamedCustomToolCall(model, call).toArray(String[]::new));
  }

  /** A word or two for any request of any dialect, streamed when it asks for that. */
  public static Answer answer(RecordedRequest request) {
    Dialects dialect = asked(request);
    boolean stream =
        request.text().contains("\"stream\":true")
            || request.path().contains("streamGenerateContent");
    return stream ? dialect.streamed("m", "hel", "lo") : dialect.reply("m", "hello");
  }

  /** By the path of a request. */
  public static Dialects asked(RecordedRequest request) {
    String path = request.path();
    return path.endsWith("/chat/completions")
        ? OPENAI_CHAT
        : path.endsWith("/responses")
            ? OPENAI_RESPONSES
            : path.endsWith("/messages") ? ANTHROPIC : GEMINI;
  }

  /** An error in the dialect's own shape. */
  public Answer error(int status, String message) {
    return Answer.json(status, replies.error(status, message));
  }

  public static Dialects of(Dialect dialect) {
    return Arrays.stream(values())
        .filter(d -> d.dialect == dialect)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no answers in " + dialect.id()));
  }

  /** A JSON string with its quotes. */
  static String quote(String text) {
    return JsonWriter.string(text);
  }

  /** One {@code data:} event on one line. */
  static String data(String json) {
    return "data: " + json.replace("\n", "") + "\n\n";
  }

  static String event(String type, String json) {
    return "event: " + type + "\n" + data(json);
  }
}
