package dev.serai.cli.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a request asks for, letter by letter as it was sent. Decoded only to look at it: a path that
 * somebody could take for another one goes nowhere.
 *
 * @param query without the question mark and without {@code key}; null when there is none
 * @param keys the values of {@code key} in the query
 */
record Target(String path, @org.jspecify.annotations.Nullable String query, List<String> keys) {
  private static final List<String> SERVED = List.of("/v1/", "/v1beta/", "/api/v1/", "/openai/v1/");

  /** RFC 3986, without a fragment; whatever else is in a target is not for guessing. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*+"
              + "(?:\\?(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?\\[\\]]|%[0-9A-Fa-f]{2})*+)?");

  /** A model's name may be encoded twice; nobody encodes four times in good faith. */
  private static final int DECODINGS = 4;

  static Target of(String raw) throws NotForwarded {
    if (!raw.startsWith("/"))
      throw NotForwarded.malformed("Only paths are served here, no addresses and no '*'.");
    if (!PLAIN.matcher(raw).matches())
      throw NotForwarded.malformed(
          "The path has a character that must be percent-encoded, or is encoded wrongly.");
    int mark = raw.indexOf('?');
    String path = mark < 0 ? raw : raw.substring(0, mark);
    if (mark < 0) return new Target(path, null, List.of());
    List<String> keys = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String pair : raw.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded((equals < 0 ? pair : pair.substring(0, equals)).replace('+', ' '));
      if (name.strip().equalsIgnoreCase("key"))
        keys.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      else others.add(pair);
    }
    return new Target(
        path, others.isEmpty() && !keys.isEmpty() ? null : String.join("&", others), keys);
  }

  /** As it goes into the request line. */
  String sent() {
    return query == null ? path : path + "?" + query;
  }

  boolean greeting(String method) {
    return (method.equals("GET") || method.equals("HEAD"))
        && (path.equals("/") || path.equals("/api/hello"));
  }

  /**
   * @throws NotForwarded when the path is not below one of the gateway's, or does not stay there
   */
  void check() throws NotForwarded {
    String seen = path;
    for (int i = 0; i < DECODINGS; i++) {
      plain(seen);
      String next = decoded(seen);
      if (next.equals(seen)) break;
      if (i == DECODINGS - 1) throw odd();
      seen = next;
    }
    if (SERVED.stream().noneMatch(path::startsWith))
      throw new NotForwarded(
          404,
          "not_found",
          "No such path. Served are the gateway's, below " + String.join(", ", SERVED) + ".");
  }

  private static void plain(String path) throws NotForwarded {
    if (path.contains("//") || path.indexOf('\\') >= 0) throw odd();
    for (int i = 0; i < path.length(); i++) if (Character.isISOControl(path.charAt(i))) throw odd();
    for (String segment : path.split("/")) {
      int parameters = segment.indexOf(';');
      String name = parameters < 0 ? segment : segment.substring(0, parameters);
      if (name.equals(".") || name.equals("..")) throw odd();
    }
  }

  private static NotForwarded odd() {
    return NotForwarded.malformed(
        "The path has '.', '..', '//', a backslash or a control character in it, or hides one.");
  }

  /** One layer; a stray percent sign stands for itself. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) return text;
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
      if (low < 0) to[length++] = from[i];
      else {
        to[length++] = (byte) (high << 4 | low);
        i += 2;
      }
    }
    return new String(to, 0, length, StandardCharsets.UTF_8);
  }
}
