package dev.serai.limits;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Step 4.
 *
 * @param contact whom to ask for more, where a limit does not say
 * @param requestUrl shown in refusals; {@code {limit}} in it becomes the limit's id
 * @param defaultPrice of models without a price, for limits with {@code unknown-price: default}
 */
@ConfigurationProperties("serai.limits")
public record LimitSettings(
    @DefaultValue("") String contact,
    @DefaultValue("") String requestUrl,
    @DefaultValue("10/50") DefaultPrice defaultPrice) {

  /** For tests and tools. */
  public static LimitSettings defaults() {
    return new LimitSettings("", "", DefaultPrice.of("10/50"));
  }

  /** Pico-dollars a token. */
  public record DefaultPrice(long input, long output) {
    private static final int PICOS_PER_TOKEN = 6; // places of dollars per million tokens

    /**
     * @param text dollars per million tokens, {@code <input>/<output>}
     * @throws IllegalArgumentException naming what was expected
     */
    public static DefaultPrice of(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length == 2) {
        try {
          long input = picos(parts[0]);
          long output = picos(parts[1]);
          if (input >= 0 && output >= 0) return new DefaultPrice(input, output);
        } catch (ArithmeticException | NumberFormatException e) {
          // told below, with what was written
        }
      }
      throw new IllegalArgumentException(
          "serai.limits.default-price: '"
              + text
              + "' (expected USD per million tokens of input and output, such as 10/50)");
    }

    private static long picos(String text) {
      return new BigDecimal(text.strip()).movePointRight(PICOS_PER_TOKEN).longValueExact();
    }
  }
}
