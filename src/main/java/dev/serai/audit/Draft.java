package dev.serai.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that has no place in its chain yet; fields as in {@link AuditRow}. PostgreSQL takes no zero
 * character: it is shown as U+FFFD.
 */
record Draft(
    String organization,
    String actorKind,
    String actorId,
    String actorName,
    String surface,
    String address,
    String action,
    String resource,
    String resourceId,
    String outcome,
    @Nullable String before,
    @Nullable String after,
    String details) {

  AuditRow row(long number, Instant at) {
    return new AuditRow(
        number,
        at,
        actorKind,
        storable(actorId),
        storable(actorName),
        storable(surface),
        storable(address),
        action,
        resource,
        storable(resourceId),
        outcome,
        before,
        after,
        details);
  }

  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
