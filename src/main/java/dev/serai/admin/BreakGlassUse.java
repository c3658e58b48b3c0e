package dev.serai.admin;

import dev.serai.access.Acting;
import dev.serai.access.Acting.Origin;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the audit log that an admin token is used: once an hour and address. */
final class BreakGlassUse {
  static final Duration EACH = Duration.ofHours(1);

  /** So that a database that is away holds up a request now and then, not each. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  static final int KEPT = 1000;

  private static final Logger log = LoggerFactory.getLogger(BreakGlassUse.class);

  private final AuditTrail trail;
  private final InstantSource clock;

  /** When to tell again; guarded by this. */
  private final Map<Use, Instant> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, Instant> eldest) {
          return size() > KEPT;
        }
      };

  BreakGlassUse(AuditTrail trail, InstantSource clock) {
    this.trail = trail;
    this.clock = clock;
  }

  private record Use(String token, String address) {}

  /** Never fails: the token is the way in when nothing else works. */
  void tell(Actor actor, Origin origin) {
    Use use = new Use(actor.id(), origin.address());
    if (!due(use)) return;
    try {
      Acting.as(
          actor,
          origin,
          () -> {
            trail.append(Entry.of("break-glass.use", "admin-token", actor.id()));
            return true;
          });
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("the use of an admin token is not in the audit log");
      again(use, AFTER_FAILURE);
    }
  }

  private synchronized boolean due(Use use) {
    Instant until = told.get(use);
    if (until != null && clock.instant().isBefore(until)) return false;
    again(use, EACH);
    return true;
  }

  private synchronized void again(Use use, Duration after) {
    told.put(use, clock.instant().plus(after));
  }
}
