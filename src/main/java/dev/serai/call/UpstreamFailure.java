package dev.serai.call;

import java.io.Serial;

/** A provider failed before anything of its reply went to the client. */
public final class UpstreamFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;
  private final boolean stale;

  public UpstreamFailure(Kind kind, String message) {
    this(kind, message, false);
  }

  private UpstreamFailure(Kind kind, String message, boolean stale) {
    super(message, null, false, false);
    this.kind = kind;
    this.stale = stale;
  }

  /** BROKEN, by a connection that had been dead before the request. */
  public static UpstreamFailure stale(String message) {
    return new UpstreamFailure(Kind.BROKEN, message, true);
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Whether the connection, and not the provider, failed: the same call may be sent again without
   * paying twice.
   */
  public boolean stale() {
    return stale;
  }

  /**
   * CONNECT: no connection. TIMEOUT: no first byte in time. BROKEN: closed or unreadable before the
   * first content. BUSY: not sent, as no connection was free on this side.
   */
  public enum Kind {
    CONNECT,
    TIMEOUT,
    BROKEN,
    BUSY;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
