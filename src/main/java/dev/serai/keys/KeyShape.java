package dev.serai.keys;

import dev.serai.call.Secret;
import dev.serai.secrets.RandomText;

/** What every virtual key looks like: {@code vk-lw-} and 26 characters of Crockford base32. */
public final class KeyShape {
  public static final String PREFIX = "vk-lw-";

  /** 130 random bits. */
  private static final int RANDOM = 26;

  public static final int LENGTH = PREFIX.length() + RANDOM;

  /** Characters of the secret that lists show in front: the prefix and seven more. */
  private static final int SHOWN = PREFIX.length() + 7;

  private KeyShape() {}

  public static Secret generate() {
    return Secret.of(PREFIX + RandomText.of(RANDOM));
  }

  public static boolean fits(CharSequence text) {
    return text.length() == LENGTH
        && CharSequence.compare(text.subSequence(0, PREFIX.length()), PREFIX) == 0
        && RandomText.fits(text, PREFIX.length());
  }

  static String prefix(Secret key) {
    return key.reveal().substring(0, SHOWN);
  }

  static String lastFour(Secret key) {
    return key.reveal().substring(LENGTH - 4);
  }
}
