package dev.serai.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A tool's own folder as the child sees it: links to everything that the user has there, but for
 * the files that this launch replaces, or that hold keys.
 */
final class Overlay {
  private static final int MOST = 500;

  private Overlay() {}

  /**
   * @param name of the folder in the launch's own
   * @param without names that are left out
   * @param state folders in which the tool keeps what it needs the next time: there from the first
   *     launch on
   */
  static void of(Plan.Draft draft, String name, Path real, Set<String> without, Set<String> state) {
    of(draft, name, real, without);
    for (String folder : new TreeSet<>(state))
      if (!Files.exists(real.resolve(folder)))
        draft.keep(name + "/" + folder, real.resolve(folder).toAbsolutePath());
  }

  /** Without folders that have to be there. */
  static void of(Plan.Draft draft, String name, Path real, Set<String> without) {
    if (!Files.isDirectory(real)) return;
    try (Stream<Path> entries = Files.list(real)) {
      entries
          .filter(entry -> !without.contains(entry.getFileName().toString()))
          .sorted()
          .limit(MOST)
          .forEach(entry -> draft.link(name + "/" + entry.getFileName(), entry.toAbsolutePath()));
    } catch (IOException e) {
      draft.inTheWay("a folder that cannot be read", real.toString(), "the tool starts without it");
    }
  }
}
