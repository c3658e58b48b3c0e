package dev.serai.cli.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who may pass: whoever has the bearer, and is no web page. */
final class Door {
  private static final int BEARER_BYTES = 32;
  private static final List<String> KEYS = List.of("x-api-key", "x-goog-api-key", "api-key");

  private final String bearer;
  private final byte[] expected;
  private final Set<String> hosts;

  private Door(String bearer, int port) {
    this.bearer = bearer;
    this.expected = bearer.getBytes(StandardCharsets.ISO_8859_1);
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /** One with a new bearer. */
  static Door at(int port) {
    byte[] random = new byte[BEARER_BYTES];
    new SecureRandom().nextBytes(random);
    return new Door(Base64.getUrlEncoder().withoutPadding().encodeToString(random), port);
  }

  String bearer() {
    return bearer;
  }

  /**
   * @throws NotForwarded when the request is meant for another host or comes from a web page: a
   *     browser can be made to call 127.0.0.1 by any page, and by any name
   */
  void checkOrigin(Fields headers) throws NotForwarded {
    List<String> host = headers.of("host");
    if (host.size() != 1)
      throw NotForwarded.malformed(
          "Exactly one Host header is needed (given: " + host.size() + ").");
    if (!hosts.contains(host.getFirst().toLowerCase(Locale.ROOT)))
      throw new NotForwarded(403, "foreign_host", "The Host header names another host than this.");
    for (String origin : headers.of("origin")) {
      String lower = origin.toLowerCase(Locale.ROOT);
      if (!lower.startsWith("http://") || !hosts.contains(lower.substring("http://".length())))
        throw new NotForwarded(403, "foreign_origin", "Web pages may not use this proxy.");
    }
  }

  /**
   * @throws NotForwarded when none of the places for a credential has the bearer
   */
  void checkBearer(Fields headers, Target target) throws NotForwarded {
    List<String> given = new ArrayList<>(target.keys());
    for (String name : KEYS) given.addAll(headers.of(name));
    for (String value : headers.of("authorization")) {
      int space = value.indexOf(' ');
      if (space > 0 && value.substring(0, space).equalsIgnoreCase("bearer"))
        given.add(value.substring(space + 1).strip());
    }
    boolean known = false;
    for (String each : given)
      known |= MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8));
    if (!known)
      throw new NotForwarded(
          401,
          "unauthorized",
          given.isEmpty()
              ? "This is the local proxy of a serai session; it takes the bearer of that session only."
              : "That is not the bearer of this serai session. Start the tool with serai again.");
  }
}
