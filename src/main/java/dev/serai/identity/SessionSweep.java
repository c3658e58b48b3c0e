package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import dev.serai.limits.ManagedLimits;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends sessions that have reached their time: in memory every second, in the database a little
 * later, by whichever replica comes first. Takes their limits away when nobody looks at them any
 * more.
 */
final class SessionSweep implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SessionSweep.class);
  private static final int SWEEP_SECONDS = 5;
  private static final int CLEAN_SECONDS = 600;

  private static final String OLD_LIMITS =
      """
      select s.organization_id as organization, l.id as limit_id from limits l join sessions s on s.id = l.target
      where l.scope = 'session' and l.deleted_at is null
        and s.ended_at < now() - interval '1 hour'
      order by l.id limit 500
      """;

  private final Sessions sessions;
  private final SessionStore store;
  private final JdbcClient jdbc;
  private final ManagedLimits limits;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serai-sessions").factory());
  private volatile boolean running;

  SessionSweep(
      Sessions sessions,
      JdbcClient jdbc,
      ManagedLimits limits,
      TransactionTemplate transactions,
      Changes changes) {
    this.sessions = sessions;
    this.store = new SessionStore(jdbc);
    this.jdbc = jdbc;
    this.limits = limits;
    this.transactions = transactions;
    this.changes = changes;
  }

  private record Old(String organization, String limitId) {}

  @Override
  public void start() {
    running = true;
    every(1, sessions::expire);
    every(SWEEP_SECONDS, this::sweep);
    every(CLEAN_SECONDS, this::clean);
  }

  /** Writes nothing when there is nothing to end. */
  void sweep() {
    while (running && store.anyOver()) {
      Integer ended = transactions.execute(_ -> store.endOver(changes.bump()));
      if (ended == null || ended == 0) return; // another replica is at it
    }
  }

  /** Limits of sessions that ended more than an hour ago. */
  void clean() {
    List<Old> old = jdbc.sql(OLD_LIMITS).query(Old.class).list();
    for (Old each : old) {
      try {
        Acting.as(
            Actor.system(each.organization()),
            Acting.Origin.SYSTEM,
            () -> {
              limits.delete(each.limitId());
              return true;
            });
      } catch (Problem gone) {
        log.debug("a session's limit was taken away elsewhere: {}", gone.code());
      }
    }
  }

  private void every(int seconds, Runnable work) {
    timer.scheduleWithFixedDelay(() -> quietly(work), seconds, seconds, TimeUnit.SECONDS);
  }

  private void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (running)
        log.atWarn()
            .addKeyValue("error", e.getClass().getSimpleName())
            .log("sessions were not swept; tried again");
    }
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
