package dev.serai.dialects;

import java.util.Arrays;

/** Cuts bytes into pieces the way a network does, each in an array that is then spoilt. */
final class Slices {
  interface Taker {
    void take(byte[] bytes, int from, int to);
  }

  private Slices() {}

  static void of(byte[] whole, int size, Taker taker) {
    for (int at = 0; at < whole.length; at += size) {
      int length = Math.min(size, whole.length - at);
      byte[] lent = new byte[length + 2];
      System.arraycopy(whole, at, lent, 1, length);
      taker.take(lent, 1, length + 1);
      Arrays.fill(lent, (byte) '"');
    }
  }
}
