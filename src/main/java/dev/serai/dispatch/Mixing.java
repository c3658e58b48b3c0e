package dev.serai.dispatch;

/** Numbers in which every bit depends on every bit of what went in, the same on every machine. */
final class Mixing {
  private Mixing() {}

  static long hash(String text) {
    return mix(text.hashCode() ^ ((long) text.length() << 32));
  }

  /** The finalizer of SplitMix64. */
  static long mix(long bits) {
    bits = (bits + 0x9e3779b97f4a7c15L);
    bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
    return bits ^ (bits >>> 31);
  }

  /** More than 0, less than 1. */
  static double fraction(long bits) {
    return ((bits >>> 11) + 0.5) * 0x1p-53;
  }
}
