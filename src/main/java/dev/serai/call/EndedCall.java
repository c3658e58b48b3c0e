package dev.serai.call;

/**
 * A call after its last byte, however it ended: the material of step 6.
 *
 * @param status HTTP status that the client got, 0 when it left before one was sent
 * @param firstByteAt epoch microseconds of the provider's first content, 0 when there was none
 * @param endedAt epoch microseconds
 * @param servedModel the model as the provider named it in its reply, empty when it did not
 * @param finish the provider's own word for why it stopped, empty when unknown
 */
public record EndedCall(
    Call call,
    Outcome outcome,
    int status,
    Usage usage,
    Cost cost,
    long firstByteAt,
    long endedAt,
    String servedModel,
    String finish) {

  /**
   * Told of every ended call, on its event loop, before the client gets the last byte. Must not
   * block and must not throw.
   */
  public interface Listener {
    void ended(EndedCall call);
  }
}
