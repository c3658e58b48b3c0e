package dev.serai.call;

import java.util.List;

/**
 * What the client asks for, read from path and raw body without parsing it to a tree. Offsets are
 * into {@link ClientRequest#body()}.
 *
 * @param model as sent, without Gemini's {@code models/}; empty where the operation has none
 * @param modelSpans where the body names the model; empty when it stands in the path alone
 * @param stream whether the reply is to be streamed
 * @param maxOutput the client's own cap on output tokens of each answer, 0 = none given
 * @param choices how many answers it wants, each of which is billed; at least 1
 * @param usageOption what has to change for a chat stream to end with its usage
 * @param endUser the body's user field, empty when absent
 * @param serviceTier the body's {@code service_tier}, empty when absent; may change the price
 * @param speed Anthropic's {@code speed}, likewise
 * @param cacheKey the body's {@code prompt_cache_key}, empty when absent
 */
public record Asked(
    String model,
    List<ModelSpan> modelSpans,
    boolean stream,
    long maxOutput,
    long choices,
    UsageOption usageOption,
    String endUser,
    String serviceTier,
    String speed,
    String cacheKey) {
  public static final Asked NOTHING = of("", false);

  public Asked {
    modelSpans = List.copyOf(modelSpans);
  }

  /** A model asked for in the path, or of a test. */
  public static Asked of(String model, boolean stream) {
    return new Asked(model, List.of(), stream, 0, 1, UsageOption.NOT_NEEDED, "", "", "", "");
  }

  /**
   * A JSON string that names the model: bytes {@code from..to} with both quotes.
   *
   * @param prefix what stands before the name inside the string ({@code models/}), or empty
   */
  public record ModelSpan(int from, int to, String prefix) {}

  /**
   * Text to put in place of bytes {@code from..to} of the body so that the provider reports usage;
   * the extra chunk is then removed again.
   */
  public record UsageOption(int from, int to, String text) {
    /** Not a chat stream, or the client asks for usage itself. */
    public static final UsageOption NOT_NEEDED = new UsageOption(-1, -1, "");

    public boolean needed() {
      return from >= 0;
    }
  }
}
