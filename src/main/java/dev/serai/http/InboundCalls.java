package dev.serai.http;

import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import org.jspecify.annotations.Nullable;

/** What becomes of requests. On their event loops; does not block. */
public interface InboundCalls {
  /** A request that was read whole, or refused. */
  void accept(Inbound inbound);

  /**
   * Whether a client that waits with its body should keep it.
   *
   * @return null when its key is known, or that cannot be told at once
   */
  @Nullable Refusal unlessKnown(ClientRequest head);
}
