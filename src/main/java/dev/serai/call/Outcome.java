package dev.serai.call;

/** How a call ended. */
public sealed interface Outcome {
  /** The reply went out whole, whatever its status: a provider's 400 is served too. */
  record Served(int status) implements Outcome {}

  /** We said no. */
  record Refused(Refusal.Reason reason) implements Outcome {}

  /**
   * A provider failed: before the first byte (status as sent to the client), or in the middle of a
   * stream.
   */
  record Failed(int status, String failure) implements Outcome {}

  /** The client left, or the call was cut by us (revocation, shutdown) before its end. */
  record Abandoned(String cause) implements Outcome {}

  default String word() {
    return switch (this) {
      case Served s -> "served";
      case Refused r -> "refused";
      case Failed f -> "failed";
      case Abandoned a -> "abandoned";
    };
  }
}
