package dev.serai.cli.proxy;

import org.jspecify.annotations.Nullable;

/** Finds the sentence in the JSON body of a refusal: the first {@code message} of any dialect. */
final class RefusalText {
  private static final String KEY = "\"message\":\"";

  private RefusalText() {}

  /** Null when there is none. */
  static @Nullable String sentence(String json) {
    int at = json.indexOf(KEY);
    if (at < 0) return null;
    StringBuilder text = new StringBuilder();
    for (int i = at + KEY.length(); i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') return text.toString();
      if (c != '\\') text.append(c);
      else if (++i < json.length()) i = escaped(json, i, text);
    }
    return null;
  }

  /** The index of the escape's last character. */
  private static int escaped(String json, int at, StringBuilder text) {
    char c = json.charAt(at);
    switch (c) {
      case 'n', 'r', 't', 'b', 'f' -> text.append(' ');
      case 'u' -> {
        if (at + 4 >= json.length()) return at;
        try {
          text.append((char) Integer.parseInt(json, at + 1, at + 5, 16));
        } catch (NumberFormatException e) {
          text.append('?');
        }
        return at + 4;
      }
      default -> text.append(c);
    }
    return at;
  }
}
