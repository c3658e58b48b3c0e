package dev.serai.dialects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds fields in raw JSON without building anything: about one nanosecond a byte, strings eight
 * bytes at a time. It checks structure as far as it walks and leaves the rest to the provider.
 */
final class JsonScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private final byte[] json;

  JsonScan(byte[] json) {
    this.json = json;
  }

  /**
   * Told of each field: the key between its quotes, the value with everything that belongs to it.
   */
  interface Field {
    void at(int keyFrom, int keyTo, int valueFrom, int valueTo);
  }

  /** Told of each element of an array. */
  interface Element {
    void at(int valueFrom, int valueTo);
  }

  /**
   * Walks the one object that the whole text is. @throws Malformed saying where and what was
   * expected
   */
  void document(Field field) {
    int at =
        space(
            json.length >= 3
                    && (json[0] & 0xff) == 0xef
                    && (json[1] & 0xff) == 0xbb
                    && (json[2] & 0xff) == 0xbf
                ? 3
                : 0);
    if (at >= json.length) throw new Malformed("the body is empty (expected: a JSON object)");
    int end = space(object(at, field));
    if (end != json.length)
      throw new Malformed("unexpected text after the JSON object, at byte " + end);
  }

  /**
   * @return one past the closing brace
   */
  int object(int at, Field field) {
    expect(at, '{', "an object");
    at = space(at + 1);
    if (at < json.length && json[at] == '}') return at + 1;
    while (true) {
      expect(at, '"', "a field name");
      int keyTo = stringEnd(at + 1);
      int keyFrom = at + 1;
      at = space(keyTo + 1);
      expect(at, ':', "':'");
      int valueFrom = space(at + 1);
      at = value(valueFrom);
      field.at(keyFrom, keyTo, valueFrom, at);
      at = space(at);
      if (at < json.length && json[at] == '}') return at + 1;
      expect(at, ',', "',' or '}'");
      at = space(at + 1);
    }
  }

  /**
   * @return one past the closing bracket
   */
  int array(int at, Element element) {
    expect(at, '[', "an array");
    at = space(at + 1);
    if (at < json.length && json[at] == ']') return at + 1;
    while (true) {
      int valueFrom = at;
      at = value(valueFrom);
      element.at(valueFrom, at);
      at = space(at);
      if (at < json.length && json[at] == ']') return at + 1;
      expect(at, ',', "',' or ']'");
      at = space(at + 1);
    }
  }

  /**
   * Whether the key between the offsets is {@code name}, escapes decoded: {@code "mod\u0065l"} is
   * model to every provider.
   */
  boolean is(int from, int to, String name) {
    if (to - from == name.length()) {
      for (int i = from; i < to; i++) if (json[i] != name.charAt(i - from)) return false;
      return true;
    }
    return to - from > name.length() && escaped(from, to) && text(from, to).equals(name);
  }

  /**
   * Whether the key differs from {@code name} in case only: some servers would take it for the
   * same.
   */
  boolean isInOtherCase(int from, int to, String name) {
    return to - from >= name.length()
        && !is(from, to, name)
        && text(from, to).equalsIgnoreCase(name);
  }

  boolean isString(int valueFrom) {
    return json[valueFrom] == '"';
  }

  boolean isObject(int valueFrom) {
    return json[valueFrom] == '{';
  }

  boolean isArray(int valueFrom) {
    return json[valueFrom] == '[';
  }

  boolean literal(int from, int to, String word) {
    return to - from == word.length() && is(from, to, word);
  }

  /**
   * @return -1 when there is anything but digits
   */
  long wholeNumber(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = json[i] - '0';
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** A string's text with escapes decoded; the offsets stand between its quotes. */
  String text(int from, int to) {
    if (!escaped(from, to)) return new String(json, from, to - from, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    for (int i = from; i < to; i++) {
      if (json[i] != '\\') continue;
      text.append(new String(json, plain, i - plain, StandardCharsets.UTF_8));
      i = unescape(text, i + 1, to);
      plain = i + 1;
    }
    return text.append(new String(json, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }

  private int unescape(StringBuilder text, int at, int to) {
    switch (json[at]) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'u' -> {
        if (at + 4 >= to) throw new Malformed("a cut \\u escape at byte " + at);
        try {
          text.append(
              (char) Integer.parseInt(new String(json, at + 1, 4, StandardCharsets.US_ASCII), 16));
        } catch (NumberFormatException e) {
          throw new Malformed("a bad \\u escape at byte " + at);
        }
        return at + 4;
      }
      default -> text.append((char) json[at]);
    }
    return at;
  }

  private boolean escaped(int from, int to) {
    for (int i = from; i < to; i++) if (json[i] == '\\') return true;
    return false;
  }

  /**
   * @return one past the value's last byte
   */
  private int value(int at) {
    if (at >= json.length)
      throw new Malformed("the text ends at byte " + at + " where a value was expected");
    return switch (json[at]) {
      case '"' -> stringEnd(at + 1) + 1;
      case '{', '[' -> nested(at);
      default -> scalar(at);
    };
  }

  private int nested(int at) {
    int depth = 0;
    while (at < json.length) {
      switch (json[at]) {
        case '"' -> at = stringEnd(at + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) return at + 1;
        }
        default -> {}
      }
      at++;
    }
    throw new Malformed("the text ends inside an object or array");
  }

  private int scalar(int at) {
    int from = at;
    while (at < json.length && !ends(json[at])) at++;
    if (at == from) throw new Malformed("expected a value at byte " + at);
    return at;
  }

  private static boolean ends(byte b) {
    return b == ',' || b == '}' || b == ']' || b <= ' ';
  }

  /**
   * @param at after the opening quote, @return the index of the closing one
   */
  private int stringEnd(int at) {
    while (at + 8 <= json.length) {
      long word = (long) LONGS.get(json, at);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      long found = (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)) & HIGHS;
      if (found == 0) {
        at += 8;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (json[at] == '"') return at;
      at += 2;
    }
    for (; at < json.length; at++) {
      if (json[at] == '"') return at;
      if (json[at] == '\\') at++;
    }
    throw new Malformed("the text ends inside a string");
  }

  private int space(int at) {
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) at++;
    return at;
  }

  private void expect(int at, char wanted, String what) {
    if (at >= json.length)
      throw new Malformed("the text ends at byte " + at + " where " + what + " was expected");
    if (json[at] != wanted) throw new Malformed("expected " + what + " at byte " + at);
  }

  /** Not JSON, or not the JSON that was expected. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }
}
