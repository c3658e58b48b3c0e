package dev.serai.call;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where a target stands among those of its call: lower numbers are tried first, those of the same
 * number are equals.
 *
 * @param weight of its provider among the equals
 * @param order how equals are brought into one
 * @param affinity which calls keep to the equal that they had before
 */
public record Rank(int number, int weight, Order order, Affinity affinity) {
  public static final int WEIGHT_MAX = 1000;

  /** Of a call whose policy says nothing: as listed. */
  public static final Rank LISTED = new Rank(0, 1, Order.LISTED, Affinity.NONE);

  /** How equals are brought into an order. */
  public enum Order {
    /** As they stand in the configuration: there are no equals. */
    LISTED("listed"),
    /** Each is the first as often as its weight says. */
    WEIGHTED("weighted"),
    /** The fastest first. */
    LATENCY("latency");

    private final String word;

    Order(String word) {
      this.word = word;
    }

    /** As in {@code serai.yaml}, the API and the database. */
    public String word() {
      return word;
    }

    public static Optional<Order> of(String word) {
      return Arrays.stream(values()).filter(order -> order.word.equals(word)).findFirst();
    }

    /** Unless the policy says something else. A plain key's calls would all be one conversation. */
    public Affinity affinity() {
      return switch (this) {
        case LISTED -> Affinity.NONE;
        case WEIGHTED -> Affinity.KEY;
        case LATENCY -> Affinity.SESSION;
      };
    }
  }

  /** Which calls belong together, so that the prompt cache of a provider's account stays warm. */
  public enum Affinity {
    NONE("none"),
    /** Those that carry the same cache key of the client, or are of the same session. */
    SESSION("session"),
    /** Else those of the same virtual key, too. */
    KEY("key");

    private final String word;

    Affinity(String word) {
      this.word = word;
    }

    /** As in {@code serai.yaml}, the API and the database. */
    public String word() {
      return word;
    }

    public static Optional<Affinity> of(String word) {
      return Arrays.stream(values()).filter(affinity -> affinity.word.equals(word)).findFirst();
    }
  }
}
