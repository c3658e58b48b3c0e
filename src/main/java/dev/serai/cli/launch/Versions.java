package dev.serai.cli.launch;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions, both ends in it; of the upper end as many parts count as it has, so 2.1
 * holds 2.1.999.
 */
public record Versions(String from, String to) {
  private static final Pattern VERSION = Pattern.compile("(?<![\\d.])(\\d+(?:\\.\\d+)+)");

  /** The first version in what a tool printed. */
  static Optional<String> in(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean contains(String version) {
    int[] asked = parts(version);
    int[] upper = parts(to);
    int[] cut = Arrays.copyOf(asked, Math.min(asked.length, upper.length));
    return Arrays.compare(asked, parts(from)) >= 0 && Arrays.compare(cut, upper) <= 0;
  }

  private static int[] parts(String version) {
    return Arrays.stream(version.split("\\."))
        .mapToInt(part -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(part)))
        .toArray();
  }
}
