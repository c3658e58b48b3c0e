package dev.serai.call;

/**
 * What the client asks for, read from path and raw body without parsing it to a tree. Offsets are
 * into {@link ClientRequest#body()}.
 *
 * @param model as sent; empty where the operation has none
 * @param modelFrom first byte of the model's JSON string including its quote, or -1 when the model
 *     stands in the path
 * @param modelTo one past the closing quote
 * @param stream whether the reply is to be streamed
 * @param maxOutput the client's own cap on output tokens, 0 = none given
 * @param usageOption what has to change for a chat stream to end with its usage
 * @param endUser the body's user field, empty when absent
 */
public record Asked(
    String model,
    int modelFrom,
    int modelTo,
    boolean stream,
    long maxOutput,
    UsageOption usageOption,
    String endUser) {
  public static final Asked NOTHING = new Asked("", -1, -1, false, 0, UsageOption.NOT_NEEDED, "");

  public Asked {
    if (modelFrom > modelTo)
      throw new IllegalArgumentException("model offsets: " + modelFrom + ".." + modelTo);
  }

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
