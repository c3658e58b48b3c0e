package dev.serai.admin;

import dev.serai.access.Acting;
import dev.serai.access.Acting.Origin;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What actors asked for and did not get, for the audit log: one row at once, and one more after a
 * minute that tells how often the same was tried again. So the log grows with actors and endpoints,
 * not with requests.
 */
final class Denials {
  static final Duration WINDOW = Duration.ofMinutes(1);

  /**
   * Beyond it no window is opened until the sweeper, which is woken, has ended all of them early.
   */
  static final int WINDOWS_MAX = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Denials.class);

  private final AuditTrail trail;
  private final InstantSource clock;

  /** Guarded by this. */
  private final Map<Key, Window> windows = new HashMap<>();

  /** Whether windows are to end early; guarded by this. */
  private boolean full;

  private volatile @Nullable Thread timer;

  Denials(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * @param pattern of the path, such as {@code /api/keys/{id}}
   * @param id that the path names, empty for none
   * @param code of the problem it was answered with
   */
  record Denial(String method, String pattern, String id, int status, String code) {
    /** Kind of thing, in the word that changes use. */
    String resource() {
      return Resources.of(pattern);
    }
  }

  private record Key(
      String organization, Actor.Kind kind, String id, String method, String pattern, int status) {
    static Key of(Actor actor, Denial denial) {
      return new Key(
          actor.organization(),
          actor.kind(),
          actor.id(),
          denial.method(),
          denial.pattern(),
          denial.status());
    }
  }

  private record Window(Instant ends, long repeated, Actor actor, Origin origin, Denial last) {}

  private record Row(Actor actor, Origin origin, Denial denial, long repeated) {}

  /** Of the actor of this request; without one there is nobody to tell of. Never fails. */
  void tell(Denial denial) {
    Acting.actor().ifPresent(actor -> due(actor, Acting.origin(), denial).forEach(this::append));
  }

  void start() {
    timer = Thread.ofVirtual().name("serai-denials").start(this::sweepEachWindow);
  }

  /** What was counted until now is written. */
  void stop() {
    Thread stopping = timer;
    if (stopping != null) stopping.interrupt();
    over(Instant.MAX).forEach(this::append);
  }

  private void sweepEachWindow() {
    try {
      while (true) {
        rest();
        sweep();
      }
    } catch (InterruptedException _) {
      log.debug("stopped");
    }
  }

  /** A window long, or until there are too many of them. */
  private synchronized void rest() throws InterruptedException {
    long start = System.nanoTime();
    long left = WINDOW.toMillis();
    while (!full && left > 0) {
      wait(left);
      left = WINDOW.toMillis() - Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
  }

  /** Writes what was tried again in windows that are over, or in all when they are too many. */
  void sweep() {
    over(sweptUntil()).forEach(this::append);
  }

  private synchronized Instant sweptUntil() {
    boolean all = full;
    full = false;
    return all ? Instant.MAX : clock.instant();
  }

  private synchronized List<Row> due(Actor actor, Origin origin, Denial denial) {
    Instant now = clock.instant();
    Key key = Key.of(actor, denial);
    Window window = windows.get(key);
    if (window != null && now.isBefore(window.ends())) {
      windows.put(key, new Window(window.ends(), window.repeated() + 1, actor, origin, denial));
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    if (window != null && window.repeated() > 0) rows.add(repeated(window));
    if (window != null || windows.size() < WINDOWS_MAX) {
      windows.put(key, new Window(now.plus(WINDOW), 0, actor, origin, denial));
    } else {
      full = true;
      notifyAll();
    }
    rows.add(new Row(actor, origin, denial, 0));
    return rows;
  }

  private synchronized List<Row> over(Instant now) {
    List<Row> rows = new ArrayList<>();
    for (Iterator<Window> all = windows.values().iterator(); all.hasNext(); ) {
      Window window = all.next();
      if (now.isBefore(window.ends())) continue;
      if (window.repeated() > 0) rows.add(repeated(window));
      all.remove();
    }
    return rows;
  }

  private static Row repeated(Window window) {
    return new Row(window.actor(), window.origin(), window.last(), window.repeated());
  }

  /** The answer stays a refusal, whether or not it could be written down. */
  private void append(Row row) {
    try {
      Acting.as(
          row.actor(),
          row.origin(),
          () -> {
            trail.append(entry(row));
            return true;
          });
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("actor", row.actor().id())
          .addKeyValue("endpoint", row.denial().method() + " " + row.denial().pattern())
          .setCause(e)
          .log("a refusal is not in the audit log");
    }
  }

  private static Entry entry(Row row) {
    Denial denial = row.denial();
    Map<String, String> details = new HashMap<>();
    details.put("endpoint", denial.method() + " " + denial.pattern());
    details.put("status", String.valueOf(denial.status()));
    details.put("code", denial.code());
    if (row.repeated() > 0) details.put("repeated", String.valueOf(row.repeated()));
    return Entry.of("access.denied", denial.resource(), denial.id()).with(details).refused();
  }
}
