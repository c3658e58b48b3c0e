package dev.serai.limits;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What a limit counts. Amounts are whole: nano-dollars, requests or tokens. */
public enum Measure {
  USD,
  REQUESTS,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  TOTAL_TOKENS;

  private static final int NANO = 9;

  /** As in files, the API and error bodies. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What people read after a figure. */
  public String unit() {
    return switch (this) {
      case USD -> "USD";
      case REQUESTS -> "requests";
      case INPUT_TOKENS -> "input tokens";
      case OUTPUT_TOKENS -> "output tokens";
      case TOTAL_TOKENS -> "tokens";
    };
  }

  /**
   * @throws ArithmeticException when the decimal has more places than the measure, or is too large
   */
  public long amount(BigDecimal decimal) {
    return (this == USD ? decimal.movePointRight(NANO) : decimal).longValueExact();
  }

  /** The amount as a decimal: dollars, or a whole number. */
  public BigDecimal decimal(long amount) {
    return this == USD
        ? BigDecimal.valueOf(amount, NANO).stripTrailingZeros()
        : BigDecimal.valueOf(amount);
  }

  /** The amount for people: dollars with two places, more where the first two say nothing. */
  public String text(long amount) {
    if (this != USD) return String.format(Locale.ROOT, "%,d", amount);
    BigDecimal dollars = BigDecimal.valueOf(amount, NANO);
    int places = amount != 0 && Math.abs(amount) < 100_000_000 ? 4 : 2;
    return dollars.setScale(places, RoundingMode.HALF_UP).toPlainString();
  }
}
