package dev.serai.cli.proxy;

import dev.serai.cli.proxy.Seen.Refusal;

/** What a proxy keeps of the requests that came by. */
interface Books {
  /** A no of the gateway, or of the proxy in its place. */
  void refused(Refusal refusal);

  /**
   * A reply that is no refusal.
   *
   * @param recorded whether the gateway has it in its books, or will in a moment
   */
  void answered(boolean recorded);
}
