package dev.serai.limits;

/** Names with {@code *} for any run of characters. */
final class Globs {
  private Globs() {}

  /** Whether some name fits both. */
  static boolean meet(String one, String other) {
    // fits[j]: what was read of one and the first j characters of other can be the same name
    boolean[] fits = new boolean[other.length() + 1];
    fits[0] = true;
    for (int j = 1; j <= other.length(); j++) fits[j] = fits[j - 1] && other.charAt(j - 1) == '*';
    for (int i = 0; i < one.length(); i++) {
      char a = one.charAt(i);
      boolean diagonal = fits[0];
      fits[0] = diagonal && a == '*';
      for (int j = 1; j <= other.length(); j++) {
        char b = other.charAt(j - 1);
        boolean above = fits[j];
        fits[j] = a == '*' || b == '*' ? above || fits[j - 1] : diagonal && a == b;
        diagonal = above;
      }
    }
    return fits[other.length()];
  }
}
