package dev.serai.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Model names with {@code *} for any run of characters, case-sensitive, compiled once. Matching
 * takes linear time for one star and never backtracks further than the last one.
 */
public final class ModelPatterns {
  /** Matches nothing. */
  public static final ModelPatterns NONE = new ModelPatterns(List.of());

  private final List<String> literals = new ArrayList<>();
  private final List<String> globs = new ArrayList<>();

  private ModelPatterns(List<String> patterns) {
    for (String pattern : patterns) (pattern.indexOf('*') < 0 ? literals : globs).add(pattern);
  }

  public static ModelPatterns of(List<String> patterns) {
    return patterns.isEmpty() ? NONE : new ModelPatterns(patterns);
  }

  /** The same patterns for names in lower case. */
  public static ModelPatterns ofLowerCase(List<String> patterns) {
    return of(patterns.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList());
  }

  public boolean isEmpty() {
    return literals.isEmpty() && globs.isEmpty();
  }

  /** Those without a star: names that are certain to exist. */
  public List<String> literals() {
    return List.copyOf(literals);
  }

  public boolean matches(String name) {
    if (literals.contains(name)) return true;
    for (int i = 0; i < globs.size(); i++) if (matches(globs.get(i), name)) return true;
    return false;
  }

  private static boolean matches(String glob, String name) {
    int g = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = n;
      } else if (g < glob.length() && glob.charAt(g) == name.charAt(n)) {
        g++;
        n++;
      } else if (star >= 0) {
        g = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') g++;
    return g == glob.length();
  }
}
