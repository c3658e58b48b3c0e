package dev.serai.call;

import java.util.concurrent.ThreadLocalRandom;

/**
 * ULIDs (https://github.com/ulid/spec): 48 bits of time, 80 random bits, 26 characters of Crockford
 * base32, sortable by time.
 */
public final class RequestId {
  private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private RequestId() {}

  public static String next() {
    return of(
        System.currentTimeMillis(),
        ThreadLocalRandom.current().nextLong(),
        ThreadLocalRandom.current().nextLong());
  }

  /**
   * @param high 40 bits are used, @param low 40 bits are used
   */
  static String of(long millis, long high, long low) {
    char[] chars = new char[26];
    for (int i = 9; i >= 0; i--, millis >>>= 5) chars[i] = CROCKFORD[(int) (millis & 31)];
    for (int i = 17; i >= 10; i--, high >>>= 5) chars[i] = CROCKFORD[(int) (high & 31)];
    for (int i = 25; i >= 18; i--, low >>>= 5) chars[i] = CROCKFORD[(int) (low & 31)];
    return new String(chars);
  }

  /** Epoch milliseconds that the id was made at. */
  public static long millis(String id) {
    long millis = 0;
    for (int i = 0; i < 10; i++) millis = millis << 5 | new String(CROCKFORD).indexOf(id.charAt(i));
    return millis;
  }
}
