package dev.serai.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish for a higher cap, and what became of it. Amounts are exact decimals in the
 * measure's unit.
 *
 * @param limit what it is about, for people: {@code key ci: usd per month}
 * @param presentCap of the limit, now
 * @param cap asked for, in all
 * @param principal name of who asked, with the key {@code keyName}
 * @param status {@code open}, {@code approved} or {@code denied}
 * @param note of who decided
 */
public record LimitRequest(
    String id,
    String limitId,
    String limit,
    String measure,
    String presentCap,
    String cap,
    String principal,
    String principalId,
    String keyName,
    String keyId,
    String reason,
    @Schema(allowableValues = {"open", "approved", "denied"}) String status,
    @Schema(types = {"string", "null"}) @Nullable String approvedCap,
    String note,
    Instant createdAt,
    @Schema(
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant decidedAt) {
  boolean open() {
    return status.equals("open");
  }
}
