package dev.serai.call;

import java.io.Serial;

/** A provider failed before anything of its reply went to the client. */
public final class UpstreamFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;

  public UpstreamFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * CONNECT: no connection. TIMEOUT: no first byte in time. BROKEN: closed or unreadable before the
   * first content.
   */
  public enum Kind {
    CONNECT,
    TIMEOUT,
    BROKEN;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
