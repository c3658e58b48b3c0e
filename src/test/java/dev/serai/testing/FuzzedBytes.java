package dev.serai.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Bytes for fuzzing, all from one source of chance: JSON around the names that the gateway looks
 * for, events made of it, and what becomes of either when it is damaged.
 */
public final class FuzzedBytes {
  private static final String[] NAMES = {
    "model",
    "Model",
    "mod\\u0065l",
    "stream",
    "stream_options",
    "include_usage",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "n",
    "N",
    "user",
    "metadata",
    "user_id",
    "service_tier",
    "speed",
    "models",
    "fallbacks",
    "generationConfig",
    "generation_config",
    "maxOutputTokens",
    "candidateCount",
    "requests",
    "generateContentRequest",
    "messages",
    "content",
    "role",
    "type",
    "x",
    "",
    "\\u0000",
    "é"
  };
  private static final String[] REPLY_NAMES = {
    "choices",
    "delta",
    "message",
    "content",
    "text",
    "finish_reason",
    "usage",
    "prompt_tokens",
    "completion_tokens",
    "total_tokens",
    "prompt_tokens_details",
    "cached_tokens",
    "error",
    "type",
    "code",
    "status",
    "response",
    "output",
    "model",
    "input_tokens",
    "output_tokens",
    "stop_reason",
    "content_block",
    "candidates",
    "parts",
    "finishReason",
    "usageMetadata",
    "promptTokenCount",
    "candidatesTokenCount",
    "promptTokensDetails",
    "modality",
    "tokenCount",
    "modelVersion",
    "x_groq",
    "tool_calls",
    "function",
    "arguments",
    "x",
    "d\\u0065lta"
  };
  private static final String[] WORDS = {
    "m", "fast", "models/m", "gpt-x", "true", "completed", "failed", "message_stop", "error",
    "stop", "end_turn", "AUDIO", "[DONE]", "data: x", "\\\"", "\\\\", "\\/", "\\n\\r\\t",
    "\\u0041", "\\ud83d\\ude00", "\\ud800", "\\u0000", "é", "日本", "\u2028", ""
  };
  private static final String[] SCALARS = {
    "true",
    "false",
    "null",
    "0",
    "1",
    "-1",
    "1.5",
    "1e9",
    "128",
    "999999999999999999999",
    "tru",
    "+1",
    "01",
    "1\\",
    "\\",
    ".",
    "NaN",
    "'x'",
    "1\\u0030",
    "é"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n\t", "  "};
  private static final String[] LINE_ENDS = {"\n", "\n", "\r\n", "\r"};

  private final Random random;
  private boolean strict;

  public FuzzedBytes(Random random) {
    this.random = random;
  }

  /** A request's JSON text; some of its scalars are none. */
  public byte[] request() {
    strict = false;
    return text(space() + object(3, NAMES) + space());
  }

  /** A request's JSON text that every parser takes. */
  public byte[] validRequest() {
    strict = true;
    return text(object(3, NAMES));
  }

  /** A JSON text as replies have it. */
  public byte[] reply() {
    strict = false;
    return text(object(4, REPLY_NAMES));
  }

  /** Events with JSON, comments and other fields, and any line ends. */
  public byte[] events() {
    strict = false;
    StringBuilder events = new StringBuilder(random.nextInt(20) == 0 ? "\ufeff" : "");
    for (int i = random.nextInt(6); i >= 0; i--) {
      String end = pick(LINE_ENDS);
      if (chance(4)) events.append("event: ").append(pick(WORDS)).append(end);
      if (chance(6)) events.append(": ping").append(end);
      if (chance(8)) events.append("id").append(end);
      String data = chance(6) ? "[DONE]" : object(3, REPLY_NAMES).replace("\n", " ");
      events.append(chance(3) ? "data:" : "data: ").append(data).append(end).append(end);
    }
    return text(events.toString());
  }

  /** The same with a few of its bytes changed, moved, lost or doubled; or as it is. */
  public byte[] damaged(byte[] whole) {
    byte[] bytes = whole;
    for (int i = random.nextInt(4); i > 0; i--) bytes = damagedOnce(bytes);
    return bytes;
  }

  /** Anything at all. */
  public byte[] noise(int longest) {
    byte[] bytes = new byte[random.nextInt(longest + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  public boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  public <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private byte[] damagedOnce(byte[] bytes) {
    if (bytes.length == 0) return noise(8);
    int from = random.nextInt(bytes.length);
    int to = from + random.nextInt(Math.min(24, bytes.length - from) + 1);
    byte[] before = Arrays.copyOf(bytes, from);
    byte[] piece = Arrays.copyOfRange(bytes, from, to);
    byte[] after = Arrays.copyOfRange(bytes, to, bytes.length);
    return switch (random.nextInt(7)) {
      case 0 -> joined(before, after);
      case 1 -> joined(before, piece, piece, after);
      case 2 -> joined(before, noise(6), after);
      case 3 -> before;
      case 4 -> joined(before, text(pick(WORDS)), after);
      case 5 ->
          joined(
              before, new byte[] {(byte) "{}[]\",:\\\r\n \0u".charAt(random.nextInt(13))}, after);
      default -> {
        byte[] flipped = bytes.clone();
        flipped[from] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
    };
  }

  private String object(int deep, String[] names) {
    StringBuilder json = new StringBuilder("{").append(space());
    int fields = random.nextInt(6);
    for (int i = 0; i < fields; i++) {
      if (i > 0) json.append(',').append(space());
      json.append('"').append(pick(names)).append('"').append(space()).append(':').append(space());
      json.append(value(deep - 1, names)).append(space());
    }
    return json.append('}').toString();
  }

  private String value(int deep, String[] names) {
    int kind = random.nextInt(deep > 0 ? 8 : 5);
    if (kind < 3) return string();
    if (kind < 5) return strict ? SCALARS[random.nextInt(9)] : pick(SCALARS);
    if (kind < 7) return object(deep, names);
    StringBuilder list = new StringBuilder("[");
    for (int i = random.nextInt(3); i > 0; i--) {
      list.append(value(deep - 1, names));
      if (i > 1) list.append(',');
    }
    return list.append(']').toString();
  }

  private String string() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(3); i >= 0; i--) text.append(pick(WORDS));
    if (chance(20)) text.append("x".repeat(random.nextInt(300)));
    return text.append('"').toString();
  }

  private String space() {
    return pick(SPACES);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) all.writeBytes(part);
    return all.toByteArray();
  }
}
