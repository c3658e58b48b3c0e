package dev.serai.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage of a time range.
 *
 * @param from start of the first hour or day that is in it, which is at most what was asked for
 * @param to end of the last one, or now
 * @param rows most expensive first; most requests first when costs are not told
 * @param total of all, also of rows that were left out
 * @param series of the hours or days that had calls, oldest first; empty when none were asked for
 */
record UsageSummary(
    Instant from, Instant to, String by, List<Row> rows, Row total, List<Point> series) {
  /**
   * Sums of one group.
   *
   * @param id of the key, project or user; the name itself for models and providers
   * @param name empty for calls that have none, such as those refused before their key was known,
   *     and for other people's personal ones where it is not told whose they are
   * @param abandoned calls whose client left, or that were cut
   * @param inputTokens fresh ones; those read from and written to a cache are beside them
   * @param reasoningTokens those of {@code outputTokens} that were spent on reasoning
   * @param costUsd exact decimal; null when costs are not told
   * @param unpriced calls that used something whose price is not known, so that it is not in {@code
   *     costUsd}
   */
  @Schema(name = "UsageRow")
  record Row(
      String id,
      String name,
      long requests,
      long refused,
      long failed,
      long abandoned,
      long inputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long outputTokens,
      long reasoningTokens,
      @Schema(types = {"string", "null"}) @Nullable String costUsd,
      long unpriced) {}

  /**
   * Sums of one hour or day, as in {@link Row}.
   *
   * @param at its start
   */
  @Schema(name = "UsagePoint")
  record Point(
      Instant at,
      long requests,
      long refused,
      long failed,
      long abandoned,
      long inputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long outputTokens,
      long reasoningTokens,
      @Schema(types = {"string", "null"}) @Nullable String costUsd,
      long unpriced) {}

  UsageSummary until(Instant end) {
    return new UsageSummary(from, end, by, rows, total, series);
  }

  UsageSummary with(List<Point> points) {
    return new UsageSummary(from, to, by, rows, total, points);
  }

  /** Nano-dollars as dollars, exact and never in scientific notation. */
  static String usd(BigDecimal nanos) {
    return nanos.signum() == 0 ? "0" : nanos.movePointLeft(9).stripTrailingZeros().toPlainString();
  }
}
