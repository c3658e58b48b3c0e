package dev.serai.usage;

import dev.serai.call.Attempt;
import dev.serai.call.Usage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One usage record as the API shows it. Of other people's personal calls, who may not know of them
 * is told all but whose they were: {@code project}, {@code principal}, {@code key}, {@code session}
 * and {@code endUser} are empty.
 *
 * @param firstByteAt null when there was none
 * @param costUsd exact decimal; null when costs are not told
 */
@Schema(name = "UsageRecord")
record UsageEntry(
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
    @Schema(types = {"string", "null"}) @Nullable String costUsd,
    String priceVersion,
    String clientTool,
    String endUser,
    String traceId) {}
