package dev.serai.usage;

import dev.serai.call.Attempt;
import dev.serai.call.Usage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage records, newest first.
 *
 * @param nextCursor empty on the last page
 */
record UsagePage(List<Entry> records, String nextCursor) {
  /**
   * One record as the API shows it.
   *
   * @param firstByteAt null when there was none
   * @param costUsd exact decimal
   */
  @Schema(name = "UsageRecord")
  record Entry(
      String requestId,
      Instant startedAt,
      @Nullable Instant firstByteAt,
      Instant endedAt,
      String organization,
      String team,
      String project,
      String principal,
      boolean personal,
      String key,
      String session,
      String operation,
      String clientDialect,
      String providerDialect,
      String provider,
      String credential,
      String requestedModel,
      String model,
      String servedModel,
      List<Attempt> attempts,
      String outcome,
      String reason,
      int status,
      Usage usage,
      String costUsd,
      String priceVersion,
      String clientTool,
      String endUser,
      String traceId) {}
}
