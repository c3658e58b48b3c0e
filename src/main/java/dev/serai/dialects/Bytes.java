package dev.serai.dialects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time: most of a reply is text in which nothing stands for us. */
final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private Bytes() {}

  /** A byte in all eight places, to search with. */
  static long everywhere(char ascii) {
    return ONES * ascii;
  }

  /**
   * @param one {@link #everywhere} a byte
   * @param other {@link #everywhere} another
   * @return where the first of either is, {@code to} if there is none
   */
  static int either(byte[] bytes, int from, int to, long one, long other) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, i);
      long found = zeros(eight ^ one) | zeros(eight ^ other);
      if (found != 0) return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
    while (i < to && bytes[i] != (byte) one && bytes[i] != (byte) other) i++;
    return i;
  }

  /** The top bit of each byte that is zero; right at least up to the first of them. */
  private static long zeros(long eight) {
    return eight - ONES & ~eight & TOPS;
  }
}
