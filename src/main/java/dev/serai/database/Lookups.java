package dev.serai.database;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database for those who must not block: on threads of its own, some at a time, and once
 * for all who ask the same meanwhile. Thread-safe.
 */
public final class Lookups<K, V> {
  private static final Logger log = LoggerFactory.getLogger(Lookups.class);
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_WAITING = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String what;
  private final V unread;
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
  private final Map<K, CompletableFuture<V>> underway = new ConcurrentHashMap<>();

  /**
   * @param what is looked up, for the log
   * @param unread the answer when the database gave none, or too many ask
   */
  public Lookups(String what, V unread) {
    this.what = what;
    this.unread = unread;
  }

  /**
   * @param read may block
   * @return never fails
   */
  public CompletableFuture<V> find(K key, Supplier<V> read) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = underway.putIfAbsent(key, mine);
    if (other != null) return other;
    if (underway.size() <= MOST_WAITING) THREADS.execute(() -> ask(key, read, mine));
    else end(key, mine, unread);
    return mine;
  }

  private void ask(K key, Supplier<V> read, CompletableFuture<V> mine) {
    V answer = unread;
    boolean mayAsk = false;
    try {
      mayAsk = asking.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (mayAsk) answer = read.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("what", what)
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("not looked up");
    } finally {
      if (mayAsk) asking.release();
      end(key, mine, answer);
    }
  }

  private void end(K key, CompletableFuture<V> mine, V answer) {
    underway.remove(key, mine);
    mine.complete(answer);
  }
}
