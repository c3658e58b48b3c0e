package dev.serai.leases;

import dev.serai.database.Changes;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The thread that talks with the database about quotas: at once when a call waits, else every
 * {@value #LOOK_MILLIS} ms. While the database is away it tries again and calls are told that it is
 * blind.
 */
public final class LeaseKeeper implements SmartLifecycle {
  static final long LOOK_MILLIS = 200;

  /** Started after the changes of the database, stopped when the gateway has drained. */
  private static final int PHASE = Integer.MIN_VALUE + 1500;

  private static final long RECALL_LOOK_MILLIS = 50;
  private static final long RETRY_MILLIS = 100;
  private static final long RETRY_MILLIS_MAX = 2_000;
  private static final long STOP_MILLIS = 5_000;
  private static final String CHANNEL = "serai_leases";
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Quotas quotas;
  private final Slots slots;
  private final LeaseTable table;
  private final Exchange exchange;
  private final Recovery recovery;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private boolean woken;
  private volatile boolean running;
  private volatile boolean drained;
  private long retry = RETRY_MILLIS;
  private long looked;
  private @Nullable Thread thread;

  LeaseKeeper(Quotas quotas, Slots slots, LeaseTable table, Recovery recovery, Changes changes) {
    this.quotas = quotas;
    this.slots = slots;
    this.table = table;
    this.exchange = new Exchange(quotas, table);
    this.recovery = recovery;
    quotas.onWork(this::wake);
    changes.onNotify(CHANNEL, this::heard);
  }

  /**
   * All records that earlier processes left in the journal are in the database: what those held and
   * did not use can be given to others.
   */
  public void journalDrained() {
    drained = true;
    wake();
  }

  @Override
  public synchronized void start() {
    if (running) return;
    running = true;
    thread = Thread.ofPlatform().daemon().name("serai-leases").start(this::run);
  }

  /** Gives back what is not reserved. What calls still hold is told to the next process. */
  @Override
  public synchronized void stop() {
    Thread stopping = thread;
    if (!running || stopping == null) return;
    running = false;
    wake();
    try {
      if (!stopping.join(java.time.Duration.ofMillis(STOP_MILLIS))) stopping.interrupt();
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

  /** One look; what the thread does, for tests without it. */
  void look(boolean all) throws SQLException {
    if (all) table.heartbeat();
    recovery.run(drained);
    exchange.run(all, System.nanoTime());
  }

  private void run() {
    while (running) {
      boolean all = System.nanoTime() - looked >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
      try {
        look(all);
        if (all) looked = System.nanoTime();
        sees();
        await(exchange.waitsForOthers() ? RECALL_LOOK_MILLIS : LOOK_MILLIS, true);
      } catch (SQLException | RuntimeException e) {
        fails(e);
        await(retry, false);
        retry = Math.min(2 * retry, RETRY_MILLIS_MAX);
      }
    }
    end();
  }

  private void end() {
    try {
      exchange.returnAll(quotas.all(), System.nanoTime());
      if (quotas.all().stream().allMatch(quota -> quota.slot.reserved() == 0)) slots.delete();
    } catch (SQLException | RuntimeException | IOException e) {
      log.atWarn()
          .addKeyValue("cause", e.toString())
          .log("leases could not be given back; the next start does it");
    }
  }

  private void sees() {
    retry = RETRY_MILLIS;
    if (!quotas.blind()) return;
    quotas.blind(false);
    log.info("limits are shared with the other replicas again");
  }

  private void fails(Exception e) {
    if (e instanceof SQLException sql && conflict(sql)) return;
    if (!quotas.blind())
      log.atError()
          .addKeyValue("cause", e.toString())
          .log("limits cannot be shared: calls take from what this replica holds");
    quotas.blind(true);
    for (Quota quota : quotas.all()) quota.answer();
  }

  /** Classes 40 (serialisation, deadlock): the next try is another matter. */
  private static boolean conflict(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("40");
  }

  private void heard(String payload) {
    String[] words = payload.split("\t", -1);
    if (words.length == 3) quotas.heard(words[0], words[1], words[2]);
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

  private void await(long millis, boolean untilWoken) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (running && left > 0 && !(untilWoken && woken)) left = work.awaitNanos(left);
      woken = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    } finally {
      lock.unlock();
    }
  }
}
