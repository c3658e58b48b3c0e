package dev.serai.cli.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Header fields in the order they came, repeated ones repeated. Names are kept as sent and compared
 * without case.
 */
final class Fields {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "trailers",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "content-length", // the body is framed anew
          "expect");

  /** Who somebody is: of the agent to us, of the gateway to us. Neither goes further. */
  private static final Set<String> OF_ONE_SIDE =
      Set.of(
          "host",
          "authorization",
          "x-api-key",
          "x-goog-api-key",
          "api-key",
          "anthropic-api-key",
          "cookie",
          "set-cookie",
          "alt-svc", // would lead around the proxy
          "x-serai-session");

  private final List<Field> all = new ArrayList<>();

  record Field(String name, String value) {
    /** Other characters would arrive as question marks, two names as one. */
    boolean plain() {
      return value.chars().allMatch(c -> c < 0x80);
    }
  }

  void add(String name, String value) {
    all.add(new Field(name, value));
  }

  List<String> of(String name) {
    return all.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  String first(String name) {
    for (Field field : all) if (field.name().equalsIgnoreCase(name)) return field.value();
    return "";
  }

  /** Whether one of the values, or of a list in them, is this word. */
  boolean says(String name, String word) {
    for (String value : of(name))
      for (String each : value.split(",")) if (each.strip().equalsIgnoreCase(word)) return true;
    return false;
  }

  /** Those that go on to the other side. */
  List<Field> passing() {
    Set<String> named = new HashSet<>();
    for (String value : of("connection"))
      for (String each : value.split(",")) named.add(each.strip().toLowerCase(Locale.ROOT));
    return all.stream().filter(field -> passes(field, named)).toList();
  }

  private static boolean passes(Field field, Set<String> named) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return !HOP_BY_HOP.contains(name) && !OF_ONE_SIDE.contains(name) && !named.contains(name);
  }
}
