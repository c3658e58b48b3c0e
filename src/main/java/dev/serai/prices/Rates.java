package dev.serai.prices;

import dev.serai.call.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one token of each kind costs, in pico-dollars: a dollar per million tokens is a million of
 * them, so list prices of up to six decimals are whole numbers.
 */
public record Rates(
    long input,
    long inputAudio,
    long cacheRead,
    long cacheReadAudio,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long outputAudio) {

  private static final int PICOS_PER_TOKEN = 6; // decimal places of dollars per million tokens

  /**
   * @param usd dollars per million tokens by the names of the price files ({@code input}, {@code
   *     cache-read}…); {@code input} is needed, the others fall back as the files say
   * @throws IllegalArgumentException if a number is none, below zero, or finer than six decimals,
   *     or if a name is not known
   */
  public static Rates of(Map<String, String> usd) {
    for (String name : usd.keySet()) known(name);
    Long input = picos(usd, "input");
    if (input == null) throw new IllegalArgumentException("price: input is missing");
    long audio = or(picos(usd, "input-audio"), input);
    Long cached = picos(usd, "cache-read");
    long cacheRead = or(cached, input);
    long write5m = or(picos(usd, "cache-write-5m"), input);
    long output = or(picos(usd, "output"), 0);
    return new Rates(
        input,
        audio,
        cacheRead,
        or(picos(usd, "cache-read-audio"), cached == null ? audio : cacheRead),
        write5m,
        or(picos(usd, "cache-write-1h"), write5m),
        output,
        or(picos(usd, "output-audio"), output));
  }

  /** Pico-dollars of the tokens. */
  public long picos(Usage usage) {
    return usage.input() * input
        + usage.inputAudio() * inputAudio
        + usage.cacheRead() * cacheRead
        + usage.cacheReadAudio() * cacheReadAudio
        + usage.cacheWrite5m() * cacheWrite5m
        + usage.cacheWrite1h() * cacheWrite1h
        + (usage.output() + usage.reasoning()) * output
        + usage.outputAudio() * outputAudio;
  }

  /** The dearer of both, kind by kind. */
  static Rates dearest(Rates a, Rates b) {
    return new Rates(
        Math.max(a.input, b.input),
        Math.max(a.inputAudio, b.inputAudio),
        Math.max(a.cacheRead, b.cacheRead),
        Math.max(a.cacheReadAudio, b.cacheReadAudio),
        Math.max(a.cacheWrite5m, b.cacheWrite5m),
        Math.max(a.cacheWrite1h, b.cacheWrite1h),
        Math.max(a.output, b.output),
        Math.max(a.outputAudio, b.outputAudio));
  }

  private static void known(String name) {
    switch (name) {
      case "input",
          "input-audio",
          "cache-read",
          "cache-read-audio",
          "cache-write-5m",
          "cache-write-1h",
          "output",
          "output-audio" -> {}
      default -> throw new IllegalArgumentException("price: '" + name + "' is not a rate");
    }
  }

  private static @Nullable Long picos(Map<String, String> usd, String name) {
    String text = usd.get(name);
    return text == null ? null : scaled(name, text, PICOS_PER_TOKEN);
  }

  /** A decimal number as a whole one of {@code places} decimal places, exactly. */
  static long scaled(String name, String text, int places) {
    try {
      long scaled = new BigDecimal(text).movePointRight(places).longValueExact();
      if (scaled >= 0) return scaled;
    } catch (ArithmeticException | NumberFormatException e) {
      // told below: what was written is worth more than what the parser says of it
    }
    throw new IllegalArgumentException(
        "price: " + name + " '" + text + "' (expected a number of up to " + places + " decimals)");
  }

  private static long or(@Nullable Long value, long fallback) {
    return value == null ? fallback : value;
  }
}
