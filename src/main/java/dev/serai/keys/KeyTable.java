package dev.serai.keys;

import dev.serai.call.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * {@link PackedKey}s by hash: one flat array, in which each lies at the place that the first bits
 * of its hash name, or at the next free one. A hash is an HMAC that nobody can choose, so its bits
 * spread evenly as they are. Read by any thread, written by one; nothing is ever taken out.
 */
final class KeyTable {
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(byte[][].class);

  /** A power of two, at most half full: a lookup looks at one key or two. */
  private volatile byte[][] places = new byte[1 << 10][];

  private volatile int size;

  int size() {
    return size;
  }

  byte @Nullable [] find(KeyHash hash) {
    byte[][] now = places;
    return at(now, place(now, hash));
  }

  /**
   * By the one writer, who does not change it any more. Readers see the old one or this.
   *
   * @return what was there of the same hash
   */
  byte @Nullable [] put(byte[] key) {
    byte[][] now = places;
    int place = place(now, PackedKey.hash(key));
    byte[] before = at(now, place);
    PLACE.setRelease(now, place, key);
    if (before == null) {
      int count = size + 1;
      size = count;
      if (count > now.length / 2) places = doubled(now);
    }
    return before;
  }

  /** Where the hash is, or where it would be. */
  private static int place(byte[][] places, KeyHash hash) {
    int last = places.length - 1;
    int place = (int) hash.a() & last;
    byte[] key = at(places, place);
    while (key != null && !PackedKey.has(key, hash)) {
      place = place + 1 & last;
      key = at(places, place);
    }
    return place;
  }

  private static byte @Nullable [] at(byte[][] places, int place) {
    return (byte[]) PLACE.getAcquire(places, place);
  }

  private static byte[][] doubled(byte[][] old) {
    byte[][] larger = new byte[old.length * 2][];
    for (byte[] key : old) if (key != null) larger[place(larger, PackedKey.hash(key))] = key;
    return larger;
  }
}
