package dev.serai.prices;

import java.time.Instant;

/** What, beside the model, decides the price of a request: when it was made, and how fast. */
public record PriceContext(Instant at, Mode mode) {

  /** Ways of asking that have rates of their own. */
  public enum Mode {
    STANDARD,
    FAST,
    FLEX,
    BATCH
  }

  public static PriceContext standard(Instant at) {
    return new PriceContext(at, Mode.STANDARD);
  }

  /**
   * @param serviceTier as in the body ({@code priority}, {@code flex}…), empty when absent; what
   *     the provider says it served counts more than what was asked
   * @param speed Anthropic's {@code speed}, empty when absent
   */
  public static PriceContext of(Instant at, String serviceTier, String speed) {
    if (speed.equals("fast")) return new PriceContext(at, Mode.FAST);
    return new PriceContext(
        at,
        switch (serviceTier) {
          case "priority", "fast" -> Mode.FAST;
          case "flex" -> Mode.FLEX;
          case "batch" -> Mode.BATCH;
          default -> Mode.STANDARD;
        });
  }
}
