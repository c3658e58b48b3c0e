package dev.serai.usage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was used in a session on all replicas, whether it has limits or not. Asked of the sums of
 * the hours and not counted on the path of calls, so it is up to a second behind, and calls that
 * run are not in it.
 */
public final class SessionUsage {
  private static final Logger log = LoggerFactory.getLogger(SessionUsage.class);

  /** The second condition is the index's own: a plan for any session can use it. */
  private static final String SUMS =
      """
      select coalesce(sum(requests), 0) as requests, coalesce(sum(refused), 0) as refused,
        coalesce(sum(failed), 0) as failed,
        coalesce(sum(input_tokens + cache_read_tokens + cache_write_tokens + output_tokens
          + reasoning_tokens), 0) as tokens,
        coalesce(sum(cost_nanos), 0) as cost_nanos, coalesce(sum(unpriced), 0) as unpriced
      from usage_hours where session_id = ? and session_id <> ''
      """;

  private static final int TIMEOUT_SECONDS = 2;
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST = 10_000;
  private static final int MOST_AT_ONCE = 4;

  private final JdbcClient jdbc;
  private final LongSupplier nanos;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);

  /** Guarded by itself; oldest first. */
  private final Map<String, Known> known = new LinkedHashMap<>();

  SessionUsage(DataSource dataSource) {
    this(dataSource, System::nanoTime);
  }

  SessionUsage(DataSource dataSource, LongSupplier nanos) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(template);
    this.nanos = nanos;
  }

  /**
   * @param requests whatever became of them; {@code refused} and {@code failed} are among them
   * @param tokens in and out
   * @param unpriced calls that used something and have no price: they are not in the cost
   */
  public record Used(
      long requests, long refused, long failed, long tokens, long costNanos, long unpriced) {}

  private record Known(CompletableFuture<Optional<Used>> answer, long askedAt) {}

  /** Blocks. */
  public Used of(String session) {
    return jdbc.sql(SUMS).param(session).query(Used.class).single();
  }

  /**
   * At most a second older than {@link #of}; the database is asked once a second for a session.
   *
   * @return completes on any thread, never exceptionally; empty when nobody can say at the moment
   */
  public CompletionStage<Optional<Used>> lately(String session) {
    long now = nanos.getAsLong();
    Known asked;
    synchronized (known) {
      @Nullable Known last = known.get(session);
      if (last != null && now - last.askedAt() < FRESH_NANOS) return last.answer();
      if (!asking.tryAcquire())
        return last == null ? CompletableFuture.completedFuture(Optional.empty()) : last.answer();
      asked = new Known(new CompletableFuture<>(), now);
      known.remove(session);
      known.put(session, asked);
      forget(now);
    }
    threads.execute(() -> ask(session, asked.answer()));
    return asked.answer();
  }

  /** Those that nobody has asked for lately. */
  private void forget(long now) {
    Iterator<Known> oldest = known.values().iterator();
    while (oldest.hasNext()) {
      Known each = oldest.next();
      if (known.size() <= MOST && now - each.askedAt() < 60 * FRESH_NANOS) return;
      oldest.remove();
    }
  }

  private void ask(String session, CompletableFuture<Optional<Used>> answer) {
    Optional<Used> used = Optional.empty();
    try {
      used = Optional.of(of(session));
    } catch (DataAccessException away) {
      log.atDebug()
          .addKeyValue("error", away.getClass().getSimpleName())
          .log("what a session used was not read");
    } finally {
      asking.release();
      answer.complete(used);
    }
  }
}
