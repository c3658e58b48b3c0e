package dev.serai.dialects;

/**
 * Writes JSON strings. Small replies are put together by hand; nothing of a client's body is ever
 * written anew.
 */
public final class Json {
  private Json() {}

  /** The text as a JSON string with its quotes. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029')
            json.append(String.format("\\u%04x", (int) c));
          else json.append(c);
        }
      }
    }
    return json.append('"').toString();
  }
}
