package dev.serai.cli.signin;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The words of a QR code: text, padding and Reed-Solomon check words, interleaved. */
final class QrWords {
  private static final int BYTE_MODE = 0b0100;
  private static final int[] EXP = new int[512];
  private static final int[] LOG = new int[256];

  static {
    int value = 1;
    for (int power = 0; power < 255; power++) {
      EXP[power] = value;
      EXP[power + 255] = value;
      LOG[value] = power;
      value = value << 1 ^ (value >= 128 ? 0x11d : 0);
    }
  }

  private QrWords() {}

  static byte[] of(QrVersion version, byte[] text) {
    byte[] data = data(version, text);
    int blocks = version.blocks();
    byte[][] parts = new byte[blocks][];
    byte[][] checks = new byte[blocks][];
    int shorter = version.data() / blocks;
    int from = 0;
    for (int i = 0; i < blocks; i++) {
      int length = shorter + (i < blocks - version.data() % blocks ? 0 : 1);
      parts[i] = Arrays.copyOfRange(data, from, from + length);
      checks[i] = check(parts[i], version.check());
      from += length;
    }
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    interleave(parts, words);
    interleave(checks, words);
    return words.toByteArray();
  }

  private static void interleave(byte[][] parts, ByteArrayOutputStream words) {
    for (int i = 0; i < parts[parts.length - 1].length; i++)
      for (byte[] part : parts) if (i < part.length) words.write(part[i]);
  }

  private static byte[] data(QrVersion version, byte[] text) {
    byte[] data = new byte[version.data()];
    int at = put(data, 0, BYTE_MODE, 4);
    at = put(data, at, text.length, version.countBits());
    for (byte each : text) at = put(data, at, each & 0xff, 8);
    at += Math.min(4, data.length * 8 - at); // the end mark is zeros
    int next = (at + 7) / 8;
    for (int i = next; i < data.length; i++) data[i] = (byte) ((i - next) % 2 == 0 ? 0xec : 0x11);
    return data;
  }

  private static int put(byte[] data, int at, int value, int bits) {
    for (int i = 0; i < bits; i++)
      if ((value >> bits - 1 - i & 1) == 1) data[(at + i) / 8] |= (byte) (0x80 >> (at + i) % 8);
    return at + bits;
  }

  /** Remainder of the division by the generator polynomial. */
  static byte[] check(byte[] data, int count) {
    int[] generator = generator(count);
    int[] rest = new int[count];
    for (byte each : data) {
      int factor = each & 0xff ^ rest[0];
      System.arraycopy(rest, 1, rest, 0, count - 1);
      rest[count - 1] = 0;
      for (int i = 0; i < count; i++) rest[i] ^= times(generator[i + 1], factor);
    }
    byte[] check = new byte[count];
    for (int i = 0; i < count; i++) check[i] = (byte) rest[i];
    return check;
  }

  /** Coefficients from the highest power, which is 1. */
  private static int[] generator(int degree) {
    int[] polynomial = {1};
    for (int root = 0; root < degree; root++) {
      int[] next = new int[polynomial.length + 1];
      for (int i = 0; i < polynomial.length; i++) {
        next[i] ^= polynomial[i];
        next[i + 1] ^= times(polynomial[i], EXP[root]);
      }
      polynomial = next;
    }
    return polynomial;
  }

  private static int times(int a, int b) {
    return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
  }
}
