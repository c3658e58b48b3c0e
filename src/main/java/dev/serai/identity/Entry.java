package dev.serai.identity;

import dev.serai.call.Call;
import dev.serai.call.Refusal;
import java.util.concurrent.CompletionStage;

/** What step 1 says to a call that comes with an access token. */
public sealed interface Entry {
  record Passed(Call call) implements Entry {}

  /**
   * @param call says whose it is, where that is known
   */
  record Refused(Call call, Refusal refusal) implements Entry {}

  /**
   * Something has to be asked first.
   *
   * @param answer completes on any thread, with no further waiting; never fails
   */
  record Waiting(CompletionStage<Entry> answer) implements Entry {}
}
