package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.limits.Enforcement;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Step 4. What the call may use is almost always in memory, and then nothing is waited for. Else
 * the call waits, without a thread, for what was asked for, and is weighed again. What it takes is
 * in the body before anything else can happen to it, so step 6 gives it back however it ends.
 */
final class EnforceLimits extends AsyncProcessorSupport {
  /** How long a call may wait in all. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Function<Call, Enforcement> enforce;
  private final UnaryOperator<Call> decide;

  /**
   * @param enforce takes what the call may use; throws the refusal
   * @param decide the same from what is in memory, for a call that has waited long enough
   */
  EnforceLimits(Function<Call, Enforcement> enforce, UnaryOperator<Call> decide) {
    this.enforce = enforce;
    this.decide = decide;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Call call = (Call) exchange.getIn().getBody();
    try {
      switch (enforce.apply(call)) {
        case Enforcement.Passed passed -> exchange.getIn().setBody(passed.call());
        case Enforcement.Waiting answer -> {
          await(
              call,
              answer,
              Waiting.begin(exchange, callback, PATIENCE, late -> decide(call, late)));
          return false;
        }
      }
    } catch (RuntimeException e) {
      exchange.setException(e); // thrown out of here, nobody would hear of it
    }
    callback.done(true);
    return true;
  }

  private void await(Call call, Enforcement.Waiting answer, Waiting waiting) {
    answer.answer().whenComplete((done, failure) -> waiting.onLoop(() -> again(call, waiting)));
  }

  private void again(Call call, Waiting waiting) {
    if (call.cancellation().cancelled()) return; // the hook is on its way and ends the wait
    try {
      switch (enforce.apply(call)) {
        case Enforcement.Passed passed -> waiting.end(passed.call());
        case Enforcement.Waiting answer -> await(call, answer, waiting);
      }
    } catch (RuntimeException e) {
      waiting.end(e);
    }
  }

  private void decide(Call call, Waiting waiting) {
    if (call.cancellation().cancelled()) return;
    try {
      waiting.end(decide.apply(call));
    } catch (RuntimeException e) {
      waiting.end(e);
    }
  }
}
