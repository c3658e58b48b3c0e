package dev.serai.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes parts of rows, so that they are told apart without making texts of them. */
final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SPREAD = 0x9e3779b97f4a7c15L; // 2^64 by the golden ratio

  private Bytes() {}

  /** All bits of it depend on all bytes. */
  static int hash(byte[] bytes, int start, int length) {
    int end = start + length;
    long hash = length;
    int i = start;
    for (; i + 8 <= end; i += 8) hash = mixed(hash ^ (long) LONG.get(bytes, i));
    for (; i < end; i++) hash = mixed(hash ^ bytes[i]);
    return (int) hash;
  }

  private static long mixed(long bits) {
    long spread = bits * SPREAD;
    return spread ^ spread >>> 32;
  }
}
