package dev.serai.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Each minute, and once more when the gateway stops: {@link RefusalRows}. */
final class RefusalJob implements SmartLifecycle {
  private static final Duration EACH = Duration.ofSeconds(60);

  /** Records of a minute that is over are still on their way to the database. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

  /** How long a stop waits. */
  private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

  /** Stopped after the drain has brought its last records. */
  private static final int PHASE = Integer.MIN_VALUE + 1000;

  private static final Logger log = LoggerFactory.getLogger(RefusalJob.class);

  private final RefusalRows rows;
  private final Clock clock;
  private final Object lock = new Object();
  private volatile CountDownLatch stop = new CountDownLatch(0);

  private Thread thread = new Thread();

  RefusalJob(RefusalRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public void start() {
    synchronized (lock) {
      if (isRunning()) return;
      CountDownLatch until = new CountDownLatch(1);
      stop = until;
      thread = Thread.ofVirtual().name("audit-refusals").start(() -> run(until));
    }
  }

  @Override
  public void stop() {
    synchronized (lock) {
      if (!isRunning()) return;
      stop.countDown();
      try {
        if (!thread.join(LAST_CHANCE)) thread.interrupt();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return stop.getCount() > 0;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void run(CountDownLatch until) {
    try {
      while (!until.await(EACH.toSeconds(), TimeUnit.SECONDS)) write();
      write();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What cannot be written now stays where it is. */
  private void write() {
    try {
      rows.write(clock.instant().minus(ON_THE_WAY));
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("refusals are not in the audit log yet");
    }
  }
}
