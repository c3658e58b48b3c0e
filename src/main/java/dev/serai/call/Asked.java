package dev.serai.call;

import java.util.List;

/**
 * What the client asks for, read from path and raw body without parsing it to a tree. Offsets are
 * into {@link ClientRequest#body()}.
 *
 * @param model as sent, without Gemini's {@code models/}; empty where the operation has none
 * @param modelSpans where the body names the model; empty when it stands in the path alone
 * @param stream whether the reply is to be streamed
 * @param maxOutput the client's own cap on output tokens, 0 = none given
 * @param usageOption what has to change for a chat stream to end with its usage
 * @param endUser the body's user field, empty when absent
 */
public record Asked(
    String model,
    List<ModelSpan> modelSpans,
    boolean stream,
    long maxOutput,
    UsageOption usageOption,
    String endUser) {
  public static final Asked NOTHING =
      new Asked("", List.of(), false, 0, UsageOption.NOT_NEEDED, "");

  public Asked {
    modelSpans = List.copyOf(modelSpans);
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
