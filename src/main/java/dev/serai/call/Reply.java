package dev.serai.call;

/**
 * What goes back to the client: made here, or an opened stream that the server's consumer pipes.
 */
public sealed interface Reply permits LocalReply, Reply.Opened {
  int status();

  /** A provider's reply, opened and paused. Its bytes never pass through a Camel node. */
  non-sealed interface Opened extends Reply {}
}
