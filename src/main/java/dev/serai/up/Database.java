package dev.serai.up;

import dev.serai.database.DatabaseStart;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The database of this run: somebody else's, or our own that stops with us. It comes up while the
 * gateway does; what needs it waits with {@link #await}.
 */
final class Database implements AutoCloseable, DatabaseStart {
  private final DatabaseAccess access;
  private final Runnable atOnce;
  private final FutureTask<@Nullable EmbeddedDatabase> starting;

  private Database(
      DatabaseAccess access, Runnable atOnce, Callable<@Nullable EmbeddedDatabase> start) {
    this.access = access;
    this.atOnce = atOnce;
    this.starting = new FutureTask<>(start);
    Thread.ofPlatform().daemon().name("database").start(starting);
  }

  static Database begin(UpSettings settings, DataFolder data, Progress progress) {
    DatabaseAccess given = settings.database();
    if (given != null) {
      progress.begin("database", "reaching " + given.place());
      return new Database(
          given,
          () -> {},
          () -> {
            progress.done("database", given.version() + " at " + given.place());
            return null;
          });
    }
    progress.begin("database", "starting");
    EmbeddedDatabase.Plan plan = EmbeddedDatabase.plan(data, progress);
    return new Database(
        plan.access(),
        plan::stopAtOnce,
        () -> {
          EmbeddedDatabase embedded = plan.start();
          String place = " in " + settings.data().resolve("postgres");
          progress.done("database", embedded.version() + place);
          return embedded;
        });
  }

  /** How to reach it, once it runs. */
  DatabaseAccess access() {
    return access;
  }

  @Override
  public void await() {
    started();
  }

  private @Nullable EmbeddedDatabase started() {
    try {
      return starting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("interrupted while the database started", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw Problem.failed("the database does not start: " + e.getMessage(), e);
    }
  }

  void stopAtOnce() {
    atOnce.run();
  }

  @Override
  public void close() {
    EmbeddedDatabase embedded;
    try {
      embedded = started();
    } catch (RuntimeException e) {
      return; // whoever waited for it was told
    }
    if (embedded != null) embedded.close();
  }
}
