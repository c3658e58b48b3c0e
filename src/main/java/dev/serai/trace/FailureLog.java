package dev.serai.trace;

import dev.serai.call.Attempt;
import dev.serai.call.Caller;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.annotation.Order;

/**
 * Step 6, told: one line for each failed or abandoned call, none for one that was served. A refusal
 * that repeats is told at once and then as a count: see {@link Refusals}. Written by a background
 * thread, since a console may block. Never a query, a header, a key or a body.
 */
@Order(30)
public final class FailureLog implements EndedCall.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final int WAITING_MAX = 4096;

  private final Refusals refusals = new Refusals();
  private final Outbox<Facts> outbox =
      new Outbox<>("failure-log", WAITING_MAX, this::tell, this::tick);
  private long droppedTold;

  @Override
  public void ended(EndedCall call) {
    if (call.outcome() instanceof Outcome.Served) return;
    outbox.offer(Facts.of(call));
  }

  @Override
  public void close() {
    outbox.close(Duration.ofSeconds(2));
    refusals.flush().forEach(FailureLog::tellRepeated);
  }

  private void tell(Facts facts) {
    switch (facts.outcome()) {
      case Outcome.Served s -> {}
      case Outcome.Refused r -> {
        if (refusals.first(who(facts), r.reason(), System.nanoTime()))
          line(facts, Level.INFO).log("call refused");
      }
      case Outcome.Failed f -> line(facts, Level.WARN).log("call failed");
      case Outcome.Abandoned a -> line(facts, Level.INFO).log("call abandoned");
    }
  }

  private void tick() {
    refusals.due(System.nanoTime()).forEach(FailureLog::tellRepeated);
    long dropped = outbox.dropped();
    if (dropped > droppedTold)
      log.atWarn().addKeyValue("count", dropped - droppedTold).log("calls not logged, too many");
    droppedTold = dropped;
  }

  private static void tellRepeated(Refusals.Repeated repeated) {
    log.atInfo()
        .addKeyValue("who", repeated.who())
        .addKeyValue("reason", repeated.reason().code())
        .addKeyValue("count", repeated.count())
        .log("calls refused again");
  }

  /** The key's id; the address where no key is known. */
  private static String who(Facts facts) {
    Caller caller = facts.caller();
    if (!caller.known()) return facts.remote();
    return caller.key().isEmpty() ? caller.session() : caller.key();
  }

  private static LoggingEventBuilder line(Facts facts, Level level) {
    Caller caller = facts.caller();
    LoggingEventBuilder line =
        log.atLevel(level)
            .addKeyValue("request_id", facts.id())
            .addKeyValue("operation", facts.operation().kind())
            .addKeyValue("model", facts.requestedModel())
            .addKeyValue("reason", facts.reason())
            .addKeyValue("status", facts.status())
            .addKeyValue("duration_ms", (facts.endedAt() - facts.startedAt()) / 1000)
            .addKeyValue("trace_id", facts.trace().traceId());
    line = caller.known() ? of(line, caller) : line.addKeyValue("remote", facts.remote());
    if (facts.attempts().isEmpty()) return line;
    Attempt last = facts.attempts().getLast();
    return line.addKeyValue("attempts", facts.attempts().size())
        .addKeyValue("provider", last.provider())
        .addKeyValue("credential", last.credential())
        .addKeyValue("provider_status", last.status())
        .addKeyValue("provider_failure", last.failure());
  }

  private static LoggingEventBuilder of(LoggingEventBuilder line, Caller caller) {
    LoggingEventBuilder more =
        caller.session().isEmpty() ? line : line.addKeyValue("session_id", caller.session());
    return more.addKeyValue("key_id", caller.key())
        .addKeyValue("organization_id", caller.organization())
        .addKeyValue("project_id", caller.project())
        .addKeyValue("principal_id", caller.principal())
        .addKeyValue("personal", caller.personal());
  }
}
