package dev.serai.usage;

import dev.serai.database.Niceness;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings the records of the journal to PostgreSQL, at most {@value #BATCH_MAX} at a time and at
 * least every {@value #PAUSE_MILLIS} ms. While the database is away it keeps them and tries again,
 * for as long as it takes. A batch is marked after its commit, so a crash in between stores it
 * twice, which the table does not mind.
 */
public final class JournalDrain implements SmartLifecycle {
  static final int BATCH_MAX = 1000;
  static final long PAUSE_MILLIS = 200;

  /** Started before and stopped after everything that serves calls. */
  private static final int PHASE = Integer.MIN_VALUE + 2000;

  private static final Duration LAST_CHANCE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS_MIN = 100;
  private static final long RETRY_MILLIS_MAX = 10_000;
  private static final Logger log = LoggerFactory.getLogger(JournalDrain.class);

  private final Journal journal;
  private final UsageTable table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Condition progress = lock.newCondition();

  /** Guarded by lock: somebody waits for an empty journal. */
  private int waiting;

  /** Guarded by lock: who waits for what earlier processes left. */
  private final List<Runnable> untilRecovered = new ArrayList<>();

  private volatile boolean running;
  private volatile long rejected;
  private volatile long unreadable;
  private @Nullable Thread thread;

  /** Of the drain's own thread. */
  private boolean failing;

  JournalDrain(Journal journal, UsageTable table) {
    this.journal = journal;
    this.table = table;
  }

  @Override
  public synchronized void start() {
    if (running) return;
    running = true;
    thread = Thread.ofPlatform().daemon().name("usage-drain").start(this::run);
  }

  /** Gives the database a last chance to take what is there; the rest stays in the journal. */
  @Override
  public void stop() {
    Thread stopping = thread;
    if (!running || stopping == null) return;
    awaitDrained(LAST_CHANCE);
    running = false;
    signal();
    try {
      if (!stopping.join(LAST_CHANCE)) {
        stopping.interrupt();
        stopping.join(LAST_CHANCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /**
   * Waits until the journal is empty: every record that was appended is in the database.
   *
   * @return false when the time was up first
   */
  public boolean awaitDrained(Duration deadline) {
    long left = deadline.toNanos();
    lock.lock();
    try {
      waiting++;
      wake.signal();
      while (journal.depth() > 0) {
        if (left <= 0) return false;
        left = progress.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /**
   * Runs once, on a thread of its own, when all that earlier processes left in the journal is in
   * the database; also when there was nothing. Not before {@link #start}.
   */
  public void onRecovered(Runnable then) {
    lock.lock();
    try {
      untilRecovered.add(then);
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Records that PostgreSQL would not take for what is in them. */
  public long rejected() {
    return rejected;
  }

  /** Records of a version that is not known here; their files are set aside. */
  long unreadable() {
    return unreadable;
  }

  /** Charges that were not booked, since their lease is gone. */
  long chargesUnknown() {
    return table.chargesUnknown();
  }

  private void run() {
    stepBack();
    while (running) {
      try {
        Batch batch = journal.read(BATCH_MAX);
        if (!batch.records().isEmpty() && !store(batch.records())) {
          journal.giveBack(batch);
          return;
        }
        unreadable += batch.unreadable();
        mark(batch);
        if (journal.recovered()) tellRecovered();
        if (batch.records().size() < BATCH_MAX) pause(PAUSE_MILLIS);
      } catch (RuntimeException | InternalError e) { // a disk that fails under the mapping
        log.atError().setCause(e).log("journal cannot be read");
        failing = true;
        pause(RETRY_MILLIS_MAX);
      }
    }
  }

  private static void stepBack() {
    try {
      Niceness.lowerThisThread();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped already
    }
  }

  /**
   * @return false when the drain was stopped before it worked
   */
  private boolean store(List<UsageRecord> records) {
    for (long wait = RETRY_MILLIS_MIN; ; wait = Math.min(wait * 2, RETRY_MILLIS_MAX)) {
      try {
        insert(records);
        if (failing) log.info("usage records are stored again");
        failing = false;
        return true;
      } catch (SQLException | RuntimeException e) {
        if (!failing)
          log.atError()
              .addKeyValue("cause", e.toString())
              .addKeyValue("depth", journal.depth())
              .log("usage records cannot be stored, they wait in the journal");
        failing = true;
      }
      if (!running) return false;
      pause(wait + ThreadLocalRandom.current().nextLong(wait));
    }
  }

  private void insert(List<UsageRecord> records) throws SQLException {
    try {
      table.insert(records);
    } catch (SQLException e) {
      if (!aboutTheData(e)) throw e;
      for (UsageRecord usage : records) insertAlone(usage);
    }
  }

  private void insertAlone(UsageRecord usage) throws SQLException {
    try {
      table.insert(List.of(usage));
    } catch (SQLException e) {
      if (!aboutTheData(e)) throw e;
      rejected++;
      log.atError()
          .addKeyValue("request_id", usage.requestId())
          .addKeyValue("sql_state", e.getSQLState())
          .log("usage record rejected by the database");
    }
  }

  /** SQLSTATE classes 22 (data exception) and 23 (integrity): trying again would not help. */
  private static boolean aboutTheData(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  private void mark(Batch batch) {
    try {
      journal.drained(batch);
    } catch (IOException e) {
      log.atError().addKeyValue("cause", e.toString()).log("journal segment cannot be removed");
    }
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tellRecovered() {
    List<Runnable> due;
    lock.lock();
    try {
      due = List.copyOf(untilRecovered);
      untilRecovered.clear();
    } finally {
      lock.unlock();
    }
    for (Runnable then : due)
      Thread.ofVirtual()
          .name("usage-recovered")
          .uncaughtExceptionHandler(
              (thread, e) -> log.atError().setCause(e).log("what follows a recovery failed"))
          .start(then);
  }

  private void pause(long millis) {
    lock.lock();
    try {
      if (!running || (waiting > 0 && !failing)) return;
      wake.awaitNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
