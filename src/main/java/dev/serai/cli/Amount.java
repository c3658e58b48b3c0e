package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * So many dollars, requests or tokens.
 *
 * @param measure the API's word, "usd" or another; empty when it is not known
 */
record Amount(BigDecimal value, String measure) {
  private static final BigDecimal TEN_CENTS = new BigDecimal("0.10");

  /** What the user typed, such as 100 or 0.25. */
  static BigDecimal parse(String text) {
    try {
      if (text.matches("[0-9.]{1,40}")) return new BigDecimal(text);
    } catch (NumberFormatException e) {
      // told below
    }
    throw Failure.usage("\"" + text + "\" is not an amount", "expected: 100 or 0.25");
  }

  static Amount of(JsonObject from, String field, String measure) {
    return new Amount(number(from, field), measure);
  }

  /** A number that the API wrote as one or as text; 0 when there is none. */
  static BigDecimal number(JsonObject from, String field) {
    return from.isNull(field) || !from.has(field)
        ? BigDecimal.ZERO
        : new BigDecimal(String.valueOf(from.get(field)));
  }

  /** For a cell: exact in a pipe, short at a terminal. */
  String cell(Terminal terminal) {
    return terminal.showsTables() ? shown(true) : value.toPlainString();
  }

  /** For a sentence, with its unit: "100.00 USD". Every place that was asked for is there. */
  String words(Terminal terminal) {
    boolean grouped = terminal.showsTables();
    if (!usd()) return shown(grouped) + unit();
    int places = Math.max(2, value.stripTrailingZeros().scale());
    return format(grouped, places, value) + unit();
  }

  private String unit() {
    return switch (measure) {
      case "" -> "";
      case "usd" -> " USD";
      case "total-tokens" -> " tokens";
      default -> " " + measure.replace('-', ' ');
    };
  }

  private String shown(boolean grouped) {
    if (!usd()) return format(grouped, Math.max(0, value.stripTrailingZeros().scale()), value);
    boolean small = value.signum() != 0 && value.abs().compareTo(TEN_CENTS) < 0;
    return format(grouped, small ? 4 : 2, value);
  }

  private boolean usd() {
    return measure.equals("usd");
  }

  private static String format(boolean grouped, int places, BigDecimal value) {
    BigDecimal rounded = value.setScale(places, RoundingMode.HALF_UP);
    return String.format(
        Locale.ROOT, grouped ? "%,." + places + "f" : "%." + places + "f", rounded);
  }
}
