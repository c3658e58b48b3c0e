package dev.serai.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Usage of a time range.
 *
 * @param rows most expensive first
 * @param total of all, also of rows that were left out
 */
record UsageSummary(Instant from, Instant to, String by, List<Row> rows, Row total) {
  /**
   * Sums of one group.
   *
   * @param id of the key, project or user; the name itself for models and providers
   * @param name empty for calls that have none, such as those refused before their key was known
   * @param inputTokens fresh ones; those read from and written to a cache are beside them
   * @param costUsd exact decimal
   */
  @Schema(name = "UsageRow")
  record Row(
      String id,
      String name,
      long requests,
      long refused,
      long failed,
      long inputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long outputTokens,
      String costUsd) {}

  /** Nano-dollars as dollars, exact and never in scientific notation. */
  static String usd(BigDecimal nanos) {
    return nanos.signum() == 0 ? "0" : nanos.movePointLeft(9).stripTrailingZeros().toPlainString();
  }
}
