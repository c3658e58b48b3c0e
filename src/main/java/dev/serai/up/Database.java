package dev.serai.up;

import org.jspecify.annotations.Nullable;

/** The database of this run: somebody else's, or our own that stops with us. */
final class Database implements AutoCloseable {
  private final DatabaseAccess access;
  private final @Nullable EmbeddedDatabase embedded;

  private Database(DatabaseAccess access, @Nullable EmbeddedDatabase embedded) {
    this.access = access;
    this.embedded = embedded;
  }

  static Database open(UpSettings settings, DataFolder data, Progress progress) {
    DatabaseAccess given = settings.database();
    if (given != null) {
      progress.begin("database", "reaching " + given.place());
      progress.done("database", given.version() + " at " + given.place());
      return new Database(given, null);
    }
    progress.begin("database", "starting");
    EmbeddedDatabase embedded = EmbeddedDatabase.start(data, progress);
    String version = embedded.access().version();
    progress.done("database", version + " in " + settings.data().resolve("postgres"));
    return new Database(embedded.access(), embedded);
  }

  DatabaseAccess access() {
    return access;
  }

  void stopAtOnce() {
    if (embedded != null) embedded.stopAtOnce();
  }

  @Override
  public void close() {
    if (embedded != null) embedded.close();
  }
}
