package dev.serai.up;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the library unpacks PostgreSQL's programs. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * The library takes a file that is there for whole. One that was cut short (kill, full disk)
   * would stay broken for ever, so a folder that was never finished goes.
   */
  static void removeHalfUnpacked(Path folder) {
    try (Stream<Path> versions = Files.list(folder)) {
      List<Path> unfinished =
          versions
              .filter(Files::isDirectory)
              .filter(version -> !Files.exists(version.resolve(".exists")))
              .toList();
      for (Path version : unfinished) delete(version);
    } catch (IOException e) {
      throw Problem.failed("cannot clean " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The library lets everybody write into its working folder. */
  static void closeToOthers(Path folder) {
    File file = folder.toFile();
    if (!file.setWritable(false, false) || !file.setWritable(true, true)) {
      throw Problem.failed("cannot set the permissions of " + folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
