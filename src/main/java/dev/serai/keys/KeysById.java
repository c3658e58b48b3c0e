package dev.serai.keys;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link PackedKey}s by id, for as long as their secrets are looked for. Of one thread. */
final class KeysById {
  /** A power of two, at most half full. */
  private byte[][] places = new byte[1 << 10][];

  private int size;

  int size() {
    return size;
  }

  void add(byte[] key) {
    if (++size > places.length / 2) grow();
    put(places, key);
  }

  /** The key whose id is in those bytes. */
  byte @Nullable [] find(byte[] bytes, int start, int length) {
    int last = places.length - 1;
    int place = Bytes.hash(bytes, start, length) & last;
    while (places[place] != null && !has(places[place], bytes, start, length))
      place = place + 1 & last;
    return places[place];
  }

  private void grow() {
    byte[][] larger = new byte[places.length * 2][];
    for (byte[] key : places) if (key != null) put(larger, key);
    places = larger;
  }

  /** No two have the same id. */
  private static void put(byte[][] places, byte[] key) {
    int last = places.length - 1;
    int place = Bytes.hash(key, PackedKey.ID, PackedKey.idLength(key)) & last;
    while (places[place] != null) place = place + 1 & last;
    places[place] = key;
  }

  private static boolean has(byte[] key, byte[] bytes, int start, int length) {
    return Arrays.equals(
        key, PackedKey.ID, PackedKey.ID + PackedKey.idLength(key), bytes, start, start + length);
  }
}
