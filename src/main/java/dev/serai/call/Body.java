package dev.serai.call;

import java.util.function.IntConsumer;

/**
 * The exact bytes of a request. They are let go when no provider will be asked any more, so that a
 * stream which runs for an hour does not hold its prompt that long. Event loop only.
 */
public final class Body {
  private final int length;
  private final IntConsumer released;
  private byte[] bytes;
  private boolean gone;

  /**
   * @param released told the length, once, when the bytes are let go
   */
  public Body(byte[] bytes, IntConsumer released) {
    this.bytes = bytes;
    this.length = bytes.length;
    this.released = released;
  }

  public static Body of(byte[] bytes) {
    return new Body(bytes, length -> {});
  }

  /**
   * Shared, never written to.
   *
   * @throws IllegalStateException when they have been let go
   */
  public byte[] bytes() {
    if (gone) throw new IllegalStateException("the request's body was let go");
    return bytes;
  }

  /** Known for good. */
  public int length() {
    return length;
  }

  /** Harmless when done before. */
  public void release() {
    if (gone) return;
    gone = true;
    bytes = new byte[0];
    released.accept(length);
  }
}
