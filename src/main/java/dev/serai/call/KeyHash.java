package dev.serai.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * HMAC-SHA256 of a virtual key under the pepper: 32 bytes as four longs, so that a lookup neither
 * allocates an array nor compares one.
 */
public record KeyHash(long a, long b, long c, long d) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** No key was presented. Equals no hash that a key can have in practice. */
  public static final KeyHash NONE = new KeyHash(0, 0, 0, 0);

  /**
   * @param bytes exactly 32
   */
  public static KeyHash of(byte[] bytes) {
    if (bytes.length != 32)
      throw new IllegalArgumentException("key hash: " + bytes.length + " bytes (expected: 32)");
    return new KeyHash(
        (long) LONGS.get(bytes, 0),
        (long) LONGS.get(bytes, 8),
        (long) LONGS.get(bytes, 16),
        (long) LONGS.get(bytes, 24));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[32];
    LONGS.set(bytes, 0, a);
    LONGS.set(bytes, 8, b);
    LONGS.set(bytes, 16, c);
    LONGS.set(bytes, 24, d);
    return bytes;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a); // an HMAC: any 64 bits of it are evenly spread
  }

  /** Enough to tell two apart in a log, not enough to be of use. */
  @Override
  public String toString() {
    return "KeyHash[" + HexFormat.of().toHexDigits(a).substring(0, 8) + "…]";
  }
}
