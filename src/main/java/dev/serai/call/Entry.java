package dev.serai.call;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What step 1 says to a call. */
public sealed interface Entry {
  /**
   * The call with its caller. Blocks while something is asked: not for event loops.
   *
   * @throws Refusal when there is one, or the answer takes longer than that
   */
  default Call await(Duration time) {
    return switch (this) {
      case Passed passed -> passed.call();
      case Refused refused -> throw refused.refusal();
      case Waiting waiting -> waiting.answered(time).await(time);
    };
  }

  record Passed(Call call) implements Entry {}

  /**
   * @param call says whose it is, where that is known
   */
  record Refused(Call call, Refusal refusal) implements Entry {}

  /**
   * Something has to be asked first.
   *
   * @param answer completes on any thread, with no further waiting; never fails
   * @param late what to say when it takes too long
   */
  record Waiting(CompletionStage<Entry> answer, Refusal late) implements Entry {
    private Entry answered(Duration time) {
      try {
        return answer.toCompletableFuture().get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw late;
      } catch (ExecutionException | TimeoutException _) {
        throw late;
      }
    }
  }
}
