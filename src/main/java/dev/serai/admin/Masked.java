package dev.serai.admin;

import java.util.regex.Pattern;

/**
 * Takes secrets out of what somebody typed where an id or a word to search for belongs: the audit
 * log keeps it for good.
 */
public final class Masked {
  /** Our own, what providers give out, and tokens of Keycloak. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)(vk-lw-|serai-admin-|sk-serai-|\\bsk-|\\beyJ)[^\\s/]+");

  private Masked() {}

  /** With {@code …} for all that follows the prefix of a secret. */
  public static String text(String text) {
    return SECRET.matcher(text).replaceAll("$1…");
  }
}
