package dev.serai.prices;

/**
 * What a token costs, in pico-dollars, before it is known of which kind it will be.
 *
 * @param input usually: fresh text
 * @param dearestInput of any kind, cache writes and audio included
 * @param output text
 * @param dearestOutput of any kind
 */
public record Tariff(long input, long dearestInput, long output, long dearestOutput) {
  private static final long WHOLE = 1000;

  /**
   * The same for every kind of token.
   *
   * @param input pico-dollars a token, likewise output
   */
  public static Tariff flat(long input, long output) {
    return new Tariff(input, input, output, output);
  }

  /**
   * @param part thousandths of the rates that are asked for
   */
  static Tariff of(Rates likely, Rates most, long part) {
    long input = Math.max(most.input(), Math.max(most.inputAudio(), most.cacheRead()));
    long written = Math.max(most.cacheWrite5m(), most.cacheWrite1h());
    return new Tariff(
        part(likely.input(), part),
        part(Math.max(input, Math.max(written, most.cacheReadAudio())), part),
        part(likely.output(), part),
        part(Math.max(most.output(), most.outputAudio()), part));
  }

  private static long part(long rate, long part) {
    return part == WHOLE ? rate : Math.ceilDiv(rate * part, WHOLE);
  }
}
