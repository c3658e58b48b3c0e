package dev.serai.limits;

import dev.serai.call.Call;
import java.util.concurrent.CompletionStage;

/** What step 4 says of a call that it does not refuse. */
public sealed interface Enforcement {
  /** It may go on, and has taken what it may use. */
  record Passed(Call call) implements Enforcement {}

  /**
   * What it needs is not in memory and was asked for: enforce again when the answer is there.
   *
   * @param answer completes on any thread, never exceptionally, within two seconds
   */
  record Waiting(CompletionStage<Void> answer) implements Enforcement {}
}
