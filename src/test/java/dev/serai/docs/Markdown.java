package dev.serai.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, as its author wrote it. */
record Markdown(Path file, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\[[^]\\n]+]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static Markdown of(String file) {
    Path path = Path.of(file);
    try {
      return new Markdown(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Markdown> all() {
    try (Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> top = Files.list(Path.of(""))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> of(file.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contents of the fenced blocks in that language; empty = without one. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** Cells of every table row whose first cell begins with a word in back ticks. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    text.lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line ->
                rows.add(Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()));
    return rows;
  }

  /** Targets of links that stay in this repository. */
  List<String> links() {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.startsWith("http"))
        .toList();
  }

  boolean hasHeading(String anchor) {
    return HEADING
        .matcher(text)
        .results()
        .anyMatch(
            h ->
                h.group(1)
                    .toLowerCase()
                    .replaceAll("[^\\w -]", "")
                    .replace(' ', '-')
                    .equals(anchor));
  }

  List<String> found(Pattern pattern) {
    return pattern.matcher(text).results().map(MatchResult::group).distinct().toList();
  }
}
