package dev.serai.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What calls to a model usually use, learned from those that ended: so that a reservation is
 * neither so small that a limit is passed nor so large that it closes early. Per replica, gone when
 * it stops. Any thread.
 */
final class Estimates {
  /** Models that are kept apart; further ones are estimated as if nothing was known. */
  private static final int MOST_MODELS = 4096;

  private static final Learned NOTHING = new Learned();

  private final Map<String, Map<String, Learned>> models = new ConcurrentHashMap<>();
  private volatile int size;

  /** Of one model at one provider. */
  static final class Learned {
    /** Ratios are kept in so many parts. */
    static final long WHOLE = 4096;

    private static final long TOKENS_PER_BYTE = Math.round(WHOLE / 3.5);
    private static final long OUTPUT = 1_024;
    private static final long OUTPUT_AT_MOST = 4_096;

    private final Histogram input = new Histogram();
    private final Histogram paidInput = new Histogram();
    private final Histogram output = new Histogram();

    long input(long bytes) {
      return Math.ceilDiv(bytes * input.usual(TOKENS_PER_BYTE), WHOLE);
    }

    /** Input in tokens of the full price: cached ones are a part of one. */
    long paidInput(long bytes) {
      return Math.ceilDiv(bytes * paidInput.usual(TOKENS_PER_BYTE), WHOLE);
    }

    long output() {
      return output.usual(OUTPUT);
    }

    /** For what cannot be cut once it is under way. */
    long outputAtMost() {
      return output.high(OUTPUT_AT_MOST);
    }

    private void add(long bytes, long inputTokens, long outputTokens) {
      output.add(outputTokens);
      if (bytes > 0) input.add(Math.ceilDiv(inputTokens * WHOLE, bytes));
    }
  }

  Learned of(String provider, String model) {
    Map<String, Learned> known = models.get(provider);
    if (known == null) return NOTHING;
    Learned learned = known.get(model);
    return learned == null ? NOTHING : learned;
  }

  void learn(String provider, String model, long bytes, long inputTokens, long outputTokens) {
    Learned learned = known(provider, model);
    if (learned != null) learned.add(bytes, inputTokens, outputTokens);
  }

  /**
   * @param picos that the input cost
   * @param rate pico-dollars of a token of the full price
   */
  void learnPaid(String provider, String model, long bytes, long picos, long rate) {
    Learned learned = known(provider, model);
    if (learned != null && bytes > 0 && rate > 0)
      learned.paidInput.add(Math.ceilDiv(picos / rate * Learned.WHOLE, bytes));
  }

  private @Nullable Learned known(String provider, String model) {
    Learned learned = of(provider, model);
    if (learned != NOTHING) return learned;
    synchronized (this) {
      if (size >= MOST_MODELS) return null;
      size++;
      return models
          .computeIfAbsent(provider, p -> new ConcurrentHashMap<>())
          .computeIfAbsent(model, m -> new Learned());
    }
  }
}
