package dev.serai.prices;

import java.util.Comparator;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern of model names that selects a row. */
record Match(Kind kind, String text, Predicate<String> test) {
  /** Strongest first. */
  enum Kind {
    EXACT,
    PREFIX,
    ENDS_WITH,
    CONTAINS,
    REGEX
  }

  /** Strongest first: kind, then length. */
  static final Comparator<Match> STRENGTH =
      Comparator.comparing(Match::kind)
          .thenComparing(match -> match.text().length(), Comparator.reverseOrder());

  /**
   * @throws IllegalArgumentException if the kind is not known
   */
  static Match of(String pattern) {
    int colon = pattern.indexOf(':');
    String text = pattern.substring(colon + 1);
    return switch (colon < 0 ? "" : pattern.substring(0, colon)) {
      case "exact" -> new Match(Kind.EXACT, text, text::equals);
      case "prefix" -> new Match(Kind.PREFIX, text, name -> name.startsWith(text));
      case "ends_with" -> new Match(Kind.ENDS_WITH, text, name -> name.endsWith(text));
      case "contains" -> new Match(Kind.CONTAINS, text, name -> name.contains(text));
      case "regex" -> new Match(Kind.REGEX, text, Pattern.compile(text).asPredicate());
      default ->
          throw new IllegalArgumentException(
              "match: '" + pattern + "' (expected exact:, prefix:, ends_with:, contains:, regex:)");
    };
  }
}
