package dev.serai.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array with a position, written and then read by one thread. Reused, never shared. */
final class Bytes {
  /** No text of a record comes near it; a length beyond it is damage. */
  private static final int LONGEST_TEXT = 1 << 14;

  byte[] array;
  int position;
  private int end;

  Bytes(int capacity) {
    array = new byte[capacity];
    end = capacity;
  }

  /** To read what lies in {@code array}. */
  Bytes(byte[] array) {
    this.array = array;
    this.end = array.length;
  }

  Bytes clear() {
    position = 0;
    return this;
  }

  byte[] copy() {
    return Arrays.copyOf(array, position);
  }

  void putByte(int value) {
    room(1);
    array[position++] = (byte) value;
  }

  /** LEB128 of the 64 bits: a negative number takes ten bytes. */
  void putLong(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[position++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    array[position++] = (byte) rest;
  }

  void putText(String text) {
    int length = Math.min(text.length(), LONGEST_TEXT / 4);
    room(3 * length + 10);
    if (ascii(text, length)) {
      putLong(length);
      for (int i = 0; i < length; i++) array[position++] = (byte) text.charAt(i);
    } else {
      byte[] utf8 = text.substring(0, length).getBytes(StandardCharsets.UTF_8);
      putLong(utf8.length);
      System.arraycopy(utf8, 0, array, position, utf8.length);
      position += utf8.length;
    }
  }

  int getByte() {
    need(1);
    return array[position++];
  }

  long getLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = getByte();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) return value;
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }

  String getText() {
    long length = getLong();
    if (length < 0 || length > LONGEST_TEXT)
      throw new IllegalArgumentException("a text of " + length + " bytes");
    need((int) length);
    String text = new String(array, position, (int) length, StandardCharsets.UTF_8);
    position += (int) length;
    return text;
  }

  private static boolean ascii(String text, int length) {
    for (int i = 0; i < length; i++) if (text.charAt(i) >= 0x80) return false;
    return true;
  }

  private void room(int bytes) {
    if (array.length - position >= bytes) return;
    array = Arrays.copyOf(array, Math.max(array.length * 2, position + bytes));
    end = array.length;
  }

  private void need(int bytes) {
    if (end - position < bytes) throw new IllegalArgumentException("the record ends too early");
  }
}
