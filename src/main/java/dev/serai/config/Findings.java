package dev.serai.config;

import dev.serai.config.InvalidSettings.Finding;
import dev.serai.models.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong, so that all of it is told at once. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  void add(Node at, String message) {
    add(line(at), message);
  }

  void add(int line, String message) {
    found.add(new Finding(line, message));
  }

  /** A name that should have been one of several. */
  void notOneOf(int line, String what, String name, Collection<String> expected) {
    if (expected.isEmpty()) {
      add(line, what + " '" + name + "' (expected: none, as none is defined)");
      return;
    }
    List<String> near = Nearest.to(name, expected, 1);
    String guess = near.isEmpty() ? "" : "; did you mean '" + near.getFirst() + "'?";
    add(
        line,
        what + " '" + name + "' (expected one of: " + String.join(", ", expected) + guess + ")");
  }

  void throwIfAny(String file) {
    if (found.isEmpty()) return;
    throw new InvalidSettings(
        file, found.stream().sorted(Comparator.comparingInt(Finding::line)).toList());
  }

  static int line(Node node) {
    Mark mark = node.getStartMark();
    return mark == null ? 0 : mark.getLine() + 1;
  }
}
