package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls are requests, by how they ended. */
class CountedRequestsTest {
  @Test
  void aRequestCountsWhenAProviderServedItOrWasStillAtIt() {
    Scene scene = new Scene(Given.limit("L").cap(100));
    var by = Scene.candidate("acme", "m");

    settle(scene, by, new Outcome.Served(200));
    settle(scene, by, new Outcome.Served(400));
    settle(scene, by, new Outcome.Abandoned("client_left"));
    settle(scene, by, new Outcome.Failed(200, "broken"));

    assertThat(scene.quotas.spent("L")).isEqualTo(4);
  }

  @Test
  void aRequestThatReachedNoProviderOrThatAllFailedDoesNotCount() {
    Scene scene = new Scene(Given.limit("L").cap(100));
    Call unsent = scene.pass();
    unsent.reservation().settle(ended(unsent, new Outcome.Abandoned("client_left")));
    Call refused = scene.pass();
    refused.reservation().settle(ended(refused, new Outcome.Refused(Reason.REFUSED_BY_ROUTE)));
    Call failed = scene.pass();
    EndedCall tried =
        scene.ended(
            failed, Scene.candidate("acme", "m"), new Outcome.Failed(502, "connect"), Usage.NONE);
    failed.reservation().settle(ended(tried.call(), tried.outcome()));

    assertThat(scene.quotas.spent("L")).isZero();
    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void anErrorThatAProviderAnsweredIsNoRequestThoughItHasABody() {
    Scene scene = new Scene(Given.limit("L").cap(100));
    var by = Scene.candidate("acme", "m");

    settle(scene, by, new Outcome.Failed(503, "status"));
    settle(scene, by, new Outcome.Failed(429, "status"));

    assertThat(scene.quotas.spent("L")).isZero();
    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void aCallThatWasCutAfterAProviderWasAskedCounts() {
    Scene scene = new Scene(Given.limit("L").cap(100));
    Call call = scene.pass();
    EndedCall cut =
        scene.ended(
            call,
            Scene.candidate("acme", "m"),
            new Outcome.Refused(Reason.LIMIT_EXCEEDED),
            Usage.NONE);

    call.reservation().settle(ended(cut.call(), cut.outcome()));

    assertThat(scene.quotas.spent("L")).isEqualTo(1);
  }

  @Test
  void theProviderThatWasAskedLastIsChargedNotOneThatWasPassedOver() {
    Scene scene = new Scene(Given.limit("L").cap(100).only("acme"));
    Call call = scene.pass();
    EndedCall served =
        scene.ended(call, Scene.candidate("acme", "m"), new Outcome.Served(409), Usage.NONE);
    List<Attempt> attempts =
        List.of(
            served.call().attempts().getFirst(),
            new Attempt("other", "c", "m", 0, "breaker_open", 0, 0, ""));

    call.reservation().settle(ended(served.call().withAttempts(attempts), served.outcome()));

    assertThat(scene.quotas.spent("L")).isEqualTo(1);
  }

  private static void settle(Scene scene, dev.serai.call.Candidate by, Outcome outcome) {
    Call call = scene.pass();
    call.reservation().settle(scene.ended(call, by, outcome, Usage.NONE));
  }

  /** Without a first byte. */
  private static EndedCall ended(Call call, Outcome outcome) {
    return new EndedCall(call, outcome, 0, Usage.NONE, dev.serai.call.Cost.FREE, 0, 1, "", "");
  }
}
