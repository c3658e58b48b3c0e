package dev.serai.database;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the snapshots of this replica that an admin changed something, wherever the change was
 * made: by {@code NOTIFY}, and by a poll of the version each second should a notification be lost.
 * While the database is away snapshots simply stay as they are.
 */
@Component
public final class Changes implements SmartLifecycle {
  static final String CHANNEL = "serai_changes";

  private static final Logger log = LoggerFactory.getLogger(Changes.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);

  /** Before everything that serves, so that it starts with snapshots in place. */
  private static final int PHASE = Integer.MIN_VALUE + 1000;

  private final JdbcClient jdbc;
  private final Listening listening;
  private final List<Refresher> refreshers = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition done = lock.newCondition();

  /** Guarded by lock: number of the latest refresh asked for, and of the latest one done. */
  private long asked;

  private long served;

  /** Guarded by lock: look at the version now. */
  private boolean woken;

  private volatile boolean running;
  private volatile boolean loaded;
  private @Nullable Thread thread;

  /** Of the refresh thread alone. */
  private long seen = -1;

  private boolean failing;

  public Changes(DataSource dataSource, DatabaseSettings settings) {
    this.jdbc = JdbcClient.create(dataSource);
    this.listening = new Listening(settings, this::wake);
    listening.on(CHANNEL, _ -> wake());
  }

  /** Brings one snapshot up to date. Runs on the one refresh thread, so it may block. */
  @FunctionalInterface
  public interface Refresher {
    /**
     * @throws RuntimeException when it could not: the old snapshot stays, and it is called again
     */
    void refresh();
  }

  /** The change is stored, but this replica could not read it back in time. */
  public static final class NotYetVisible extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYetVisible() {
      super(
          "the change is stored, but this gateway could not read it back within "
              + VISIBLE_WITHIN.toSeconds()
              + " s; it takes effect as soon as the database answers");
    }
  }

  /**
   * The revision for the rows that the caller's transaction writes. Writers queue here until the
   * one before has committed, so call it late and commit soon.
   *
   * @throws IllegalStateException outside of a transaction
   */
  public long bump() {
    if (!TransactionSynchronizationManager.isActualTransactionActive())
      throw new IllegalStateException("bump: no transaction (expected: inside the writer's)");
    return jdbc.sql(
            """
            with bumped as (update change_counter set version = version + 1 returning version)
            select version, pg_notify('serai_changes', version::text) from bumped
            """)
        .query((row, number) -> row.getLong(1))
        .single();
  }

  /** Refreshers run in the order of registration; one that comes late is run soon. */
  public void onChange(Refresher refresher) {
    refreshers.add(refresher);
    refreshSoon();
  }

  /** Every refresher is called once more, soon. Does not block. */
  public void refreshSoon() {
    lock.lock();
    try {
      asked++;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hears what is sent with {@code NOTIFY} on a channel of one's own. Some of it may be lost, while
   * there is no connection. To be called before {@link #start}.
   *
   * @param channel a plain SQL name
   * @param heard gets the payloads, on the one thread that listens: must not block
   */
  public void onNotify(String channel, Consumer<String> heard) {
    listening.on(channel, heard);
  }

  /**
   * Returns when a refresh that began after this call is done: what the caller committed is in
   * force on this replica. Not for refreshers.
   *
   * @throws NotYetVisible after 5 s
   */
  public void refreshNow() {
    long left = VISIBLE_WITHIN.toNanos();
    lock.lock();
    try {
      long mine = ++asked;
      work.signal();
      while (served < mine) {
        if (left <= 0) throw new NotYetVisible();
        left = done.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotYetVisible();
    } finally {
      lock.unlock();
    }
  }

  /** Whether every snapshot was read at least once. */
  public boolean loaded() {
    return loaded;
  }

  @Override
  public void start() {
    if (running) return;
    running = true;
    thread = Thread.ofPlatform().daemon().name("serai-changes").start(this::run);
    listening.start();
    try {
      refreshNow();
    } catch (NotYetVisible _) {
      log.warn("started before all snapshots were read: not ready until they are");
    }
  }

  @Override
  public void stop() {
    running = false;
    listening.stop();
    wake();
    Thread stopping = thread;
    if (stopping != null) stopping.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void wake() {
    lock.lock();
    try {
      woken = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (running) {
        long upTo = awaitWork();
        if (running && refreshed(upTo)) served(upTo);
      }
    } catch (InterruptedException _) {
      log.debug("stopped");
    }
  }

  /** Waits for a reason to look, at most until the next poll; after a failure at least a little. */
  private long awaitWork() throws InterruptedException {
    if (failing) TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
    lock.lock();
    try {
      long left = POLL.toNanos();
      while (running && !woken && asked == served && left > 0) left = work.awaitNanos(left);
      woken = false;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private void served(long upTo) {
    lock.lock();
    try {
      served = Math.max(served, upTo);
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean refreshed(long upTo) {
    try {
      // read before the rows: what is committed meanwhile makes the next look differ
      long version = jdbc.sql("select version from change_counter").query(Long.class).single();
      if (version != seen || upTo > served) {
        refreshAll();
        seen = version;
        loaded = true;
      }
      if (failing) log.info("snapshots are up to date again");
      failing = false;
      return true;
    } catch (RuntimeException | Error e) { // without this thread nothing would be revoked any more
      if (!failing && running)
        log.atWarn().addKeyValue("cause", rootOf(e)).log("no refresh, snapshots stay as they are");
      failing = true;
      return false;
    }
  }

  /** One that fails does not keep the others from their news. */
  private void refreshAll() {
    RuntimeException failure = null;
    for (Refresher refresher : refreshers) {
      try {
        refresher.refresh();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) throw failure;
  }

  static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) root = root.getCause();
    return root.toString();
  }
}
