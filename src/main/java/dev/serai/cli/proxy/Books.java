package dev.serai.cli.proxy;

import dev.serai.cli.proxy.Seen.Refusal;

/** What a proxy keeps of the requests that came by. */
interface Books {
  /** A no of the gateway, or of the proxy in its place. */
  void refused(Refusal refusal);

  /** A reply that is no refusal. */
  void answered();

  /** Goes to the gateway, which will have it in its books, answered, refused or left. */
  void asked();

  /** What was asked is in no book after all. */
  void notRecorded();
}
