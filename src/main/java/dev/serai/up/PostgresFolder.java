package dev.serai.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The data folder of PostgreSQL, and how far a first start that was cut short got with it. */
final class PostgresFolder {
  enum State {
    EMPTY,
    /** {@code initdb} began and nobody ever stored anything: may be made anew. */
    HALF_INITIALISED,
    INITIALISED,
    /** Holds data, but was not set up by us: hands off. */
    FOREIGN
  }

  /** Written when {@code initdb} has ended well. */
  private static final String MARKER = "serai-initialised";

  /** Objects that {@code initdb} itself makes have smaller numbers (FirstNormalObjectId). */
  private static final long FIRST_USER_OBJECT = 16384;

  private final Path path;

  PostgresFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  State state() {
    try {
      if (Files.exists(path.resolve(MARKER))) return State.INITIALISED;
      if (children(path).isEmpty()) return State.EMPTY;
      return holdsData() ? State.FOREIGN : State.HALF_INITIALISED;
    } catch (IOException e) {
      throw Problem.failed("cannot read the database folder " + path + ": " + e.getMessage(), e);
    }
  }

  /** One file a table: the first number a user's table or database can have is known. */
  private boolean holdsData() throws IOException {
    Path base = path.resolve("base");
    // A folder without base/ is not PostgreSQL's at all unless initdb had just begun.
    if (!Files.isDirectory(base)) return !madeByInitdb();
    for (Path database : children(base)) {
      if (isUserObject(database)) return true;
      for (Path table : children(database)) if (isUserObject(table)) return true;
    }
    return false;
  }

  private boolean madeByInitdb() throws IOException {
    List<String> first = List.of("PG_VERSION", "postgresql.conf", "pg_wal", "pg_stat", "global");
    return children(path).stream()
        .map(child -> child.getFileName().toString())
        .allMatch(
            name -> first.contains(name) || name.startsWith("pg_") || name.equals("epg-lock"));
  }

  private static boolean isUserObject(Path file) {
    String digits = file.getFileName().toString().replaceFirst("[._].*", "");
    return digits.matches("[0-9]{1,18}") && Long.parseLong(digits) >= FIRST_USER_OBJECT;
  }

  void markInitialised() {
    try {
      Files.writeString(path.resolve(MARKER), "initdb ended well; do not delete\n");
    } catch (IOException e) {
      throw Problem.failed("cannot write to " + path + ": " + e.getMessage(), e);
    }
  }

  /** Deletes what is in it; only for {@link State#HALF_INITIALISED}. */
  void clear() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(path)) Files.delete(each);
      }
    } catch (IOException e) {
      throw Problem.failed("cannot clear " + path + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
