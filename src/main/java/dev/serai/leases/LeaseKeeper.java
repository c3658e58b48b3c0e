package dev.serai.leases;

import dev.serai.database.Changes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Talks with the database about the quotas of this replica, on one thread: at once when calls wait,
 * else every {@value #ROUND_MILLIS} ms. While the database is away it tries again and again, and
 * calls live on what was handed out.
 */
@Component
public final class LeaseKeeper implements SmartLifecycle {
  static final String CHANNEL = "serai_leases";
  static final long ROUND_MILLIS = 200;

  /** After the feed of changes; before whatever serves calls, and the journal's drain. */
  private static final int PHASE = Integer.MIN_VALUE + 1500;

  private static final long WAITING_MILLIS = 50;
  private static final long RETRY_MILLIS_FIRST = 100;
  private static final long RETRY_MILLIS_LAST = 2_000;

  /** A database that takes so long for an answer counts as away. */
  private static final long HANGS_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Quotas quotas;
  private final Rounds rounds;
  private volatile boolean blind = true;
  private volatile boolean woken;
  private volatile boolean running;

  /** Of a round that runs, by {@link System#nanoTime}; 0 = none. */
  private volatile long since;

  private volatile @Nullable Thread thread;
  private long retryMillis = RETRY_MILLIS_FIRST;
  private boolean told;

  @Autowired
  LeaseKeeper(Quotas quotas, DataSource dataSource, Changes changes) {
    this(quotas, dataSource);
    changes.onNotify(CHANNEL, this::heard);
  }

  LeaseKeeper(Quotas quotas, DataSource dataSource) {
    this.quotas = quotas;
    this.rounds = new Rounds(quotas, dataSource);
    quotas.keptBy(this::blind, this::wake);
  }

  /**
   * Whether the database cannot be asked. The next try to do so ends it, or not; until then calls
   * have what was handed out.
   */
  public boolean blind() {
    long began = since;
    return blind || began != 0 && System.nanoTime() - began > HANGS_NANOS;
  }

  /**
   * All records of earlier processes with this journal are in the database: what those held and did
   * not spend is free for others.
   */
  public void journalDrained() {
    rounds.journalDrained();
    wake();
  }

  @Override
  public void start() {
    if (running) return;
    try {
      open();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the folder for leases cannot be used", e);
    }
    running = true;
    round(true);
    thread = Thread.ofPlatform().daemon().name("serai-leases").start(this::run);
  }

  /** Gives back all that no call uses; when that is all, nothing is left for the next process. */
  @Override
  public void stop() {
    Thread stopping = thread;
    if (!running || stopping == null) return;
    running = false;
    wake();
    try {
      stopping.join(LAST_CHANCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!stopping.isAlive()) last();
  }

  private void last() {
    long deadline = System.nanoTime() + LAST_CHANCE.toNanos();
    do {
      if (close()) return;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAITING_MILLIS));
    } while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted());
    log.warn("leases could not be given back, the next process will");
  }

  /** Before the first round. */
  void open() throws IOException {
    rounds.open();
  }

  /** The last round: true when nothing is left to do. */
  boolean close() {
    rounds.stopping();
    return round(true) && rounds.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** What another replica said, or this one. */
  void heard(String message) {
    rounds.heard(message);
    wake();
  }

  private void wake() {
    woken = true;
    Thread waiting = thread;
    if (waiting != null) LockSupport.unpark(waiting);
  }

  private void run() {
    while (running) {
      long now = System.nanoTime();
      long pause = blind ? retryMillis : rounds.pauseMillis();
      rest(now + TimeUnit.MILLISECONDS.toNanos(pause));
      if (running) round(false);
    }
  }

  /** While blind nobody is made to wait, and nobody hurries the next try. */
  private void rest(long until) {
    long left;
    while (running && (left = until - System.nanoTime()) > 0) {
      if (woken && !blind) break;
      if (woken) rounds.disappoint();
      woken = false;
      LockSupport.parkNanos(left);
    }
    woken = false;
  }

  /**
   * One conversation with the database.
   *
   * @param all about every quota that there is something to say about, now
   * @return whether the database could be asked
   */
  boolean round(boolean all) {
    since = System.nanoTime() | 1;
    try {
      rounds.make(all, blind);
      if (told) log.info("limits are shared with the other replicas again");
      told = false;
      blind = false;
      retryMillis = RETRY_MILLIS_FIRST;
      return true;
    } catch (SQLException | RuntimeException e) {
      if (!told)
        log.atWarn()
            .addKeyValue("cause", e.toString())
            .log("the database is away: limits live on what this replica holds");
      told = true;
      retryMillis = blind ? Math.min(2 * retryMillis, RETRY_MILLIS_LAST) : RETRY_MILLIS_FIRST;
      blind = true;
      rounds.disappoint();
      return false;
    } finally {
      since = 0;
    }
  }
}
