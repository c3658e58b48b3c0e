package dev.serai.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit in its present window, over all replicas. Amounts are exact decimals in the measure's
 * unit.
 *
 * @param reserved by running calls, and at hand on replicas
 * @param left neither spent nor reserved
 * @param usedPercent spent of the cap; above 100 where a limit only warns
 * @param resetsAt when the window ends, or the oldest of what a rolling one counts leaves it; null
 *     = not by itself
 */
public record StandingView(
    String spent,
    String reserved,
    String left,
    BigDecimal usedPercent,
    Instant startsAt,
    @Schema(
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant resetsAt) {}
