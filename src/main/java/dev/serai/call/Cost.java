package dev.serai.call;

/**
 * What a call costs.
 *
 * @param nanos nano-dollars
 * @param priceVersion which row of which catalogue priced it; empty when the price is unknown
 */
public record Cost(long nanos, String priceVersion) {
  /** Nothing was used: exactly free. */
  public static final Cost FREE = new Cost(0, "none");

  /** No row prices the model: zero, and marked as not known. */
  public static final Cost UNKNOWN = new Cost(0, "");

  public boolean known() {
    return !priceVersion.isEmpty();
  }
}
