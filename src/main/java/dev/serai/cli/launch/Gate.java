package dev.serai.cli.launch;

import java.net.URI;

/** Where the tool calls, and what it shows there: usually the local proxy. */
public interface Gate extends AutoCloseable {
  /** Without version or dialect; plain http on the loopback address, or https. */
  URI uri();

  /** Good for this launch only, in every header in which a client may send a key. */
  String bearer();

  /** Calls that the gateway counts so far. */
  default long requests() {
    return 0;
  }

  /** Why the gateway last refused a call, in one line; empty when it did not. */
  default String lastRefusal() {
    return "";
  }

  @Override
  void close();
}
