package dev.serai.keys;

import dev.serai.database.Changes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all keys for the first time. A million take seconds, so they are read beside the refresh
 * thread: the gateway opens and hears of changes meanwhile. Of the refresh thread.
 */
final class FirstRead {
  /** Few keys are there before the gateway opens. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Runnable read;
  private final Changes changes;
  private @Nullable CompletableFuture<Void> reading;

  FirstRead(Runnable read, Changes changes) {
    this.read = read;
    this.changes = changes;
  }

  /**
   * Whether it is done by now; to be asked with each refresh until then. When it ends, another
   * refresh is asked for.
   *
   * @throws RuntimeException when it failed; the next time it begins anew
   */
  boolean done() {
    CompletableFuture<Void> mine = reading;
    if (mine == null) reading = mine = begin();
    try {
      mine.get(SHORT.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      reading = null;
      throw new IllegalStateException("the keys were not read", e.getCause());
    }
  }

  private CompletableFuture<Void> begin() {
    return CompletableFuture.runAsync(
            read, task -> Thread.ofPlatform().daemon().name("serai-keys").start(task))
        .whenComplete((_, _) -> changes.refreshSoon());
  }
}
