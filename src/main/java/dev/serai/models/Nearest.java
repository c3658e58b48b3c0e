package dev.serai.models;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
public final class Nearest {
  private static final int LONGEST = 100;

  private Nearest() {}

  private record Guess(String name, int distance) {}

  /**
   * Up to {@code most} names, nearest first: a few typing errors away, or the asked one with more
   * or less at its end.
   */
  public static List<String> to(String asked, Collection<String> names, int most) {
    if (asked.isEmpty() || asked.length() > LONGEST) return List.of();
    String wanted = asked.toLowerCase(Locale.ROOT);
    int near = Math.max(2, asked.length() / 3);
    return names.stream()
        .distinct()
        .map(name -> new Guess(name, distance(wanted, name.toLowerCase(Locale.ROOT), near)))
        .filter(guess -> guess.distance() <= near)
        .sorted(Comparator.comparingInt(Guess::distance).thenComparing(Guess::name))
        .limit(most)
        .map(Guess::name)
        .toList();
  }

  /** Levenshtein; a name that continues the other one is just near enough. */
  private static int distance(String a, String b, int near) {
    if (b.length() > LONGEST) return Integer.MAX_VALUE;
    if (a.length() > 2 && b.length() > 2 && (a.startsWith(b) || b.startsWith(a)))
      return Math.min(near, Math.abs(a.length() - b.length()));
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
