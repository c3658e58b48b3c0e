package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRequestsTest {
  private final LimitsFixture at = new LimitsFixture();
  private Limit limit;
  private Caller caller;

  @BeforeEach
  void aLimitOfAKey() {
    at.key("ci", "default");
    limit = at.limits.create(NewLimit.of(Scope.KEY, "ci", Measure.USD, "month", "100")).limit();
    caller = at.caller("ci");
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void anApprovedRequestRaisesTheLimit() {
    LimitRequest asked = ask("150.5");
    assertThat(asked.status()).isEqualTo("open");
    assertThat(asked.limit()).isEqualTo("key ci: usd per month");
    assertThat(asked.presentCap()).isEqualTo("100");
    assertThat(asked.cap()).isEqualTo("150.5");
    assertThat(asked.principal()).isEqualTo("ci");
    assertThat(asked.keyName()).isEqualTo("ci");
    assertThat(asked.createdAt()).isEqualTo(at.now);

    LimitRequest approved = at.requests.approve(asked.id(), null, "have fun");

    assertThat(approved.status()).isEqualTo("approved");
    assertThat(approved.approvedCap()).isEqualTo("150.5");
    assertThat(approved.note()).isEqualTo("have fun");
    assertThat(approved.decidedAt()).isEqualTo(at.now);
    assertThat(at.inForce)
        .singleElement()
        .satisfies(raised -> assertThat(raised.cap()).isEqualTo(150_500_000_000L));
    assertThat(at.requests.of(caller)).containsExactly(approved);
  }

  @Test
  void anAdminMayApproveAnotherCap() {
    at.requests.approve(ask("150").id(), new BigDecimal("120"), "");

    assertThat(at.inForce.getFirst().cap()).isEqualTo(120_000_000_000L);
  }

  @Test
  void aDeniedRequestLeavesTheLimit() {
    LimitRequest denied = at.requests.deny(ask("150").id(), "use the batch key");

    assertThat(denied.status()).isEqualTo("denied");
    assertThat(denied.note()).isEqualTo("use the batch key");
    assertThat(at.inForce).containsExactly(limit);
  }

  @Test
  void whatIsDecidedIsDecided() {
    String id = ask("150").id();
    at.requests.deny(id, "");

    assertThatThrownBy(() -> at.requests.approve(id, null, ""))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("request_decided"));
    assertThatThrownBy(() -> at.requests.deny(id, "")).isInstanceOf(Problem.class);
  }

  @Test
  void aSecondRequestTakesThePlaceOfTheFirst() {
    LimitRequest first = ask("150");
    at.now = at.now.plusSeconds(60);

    LimitRequest second = ask("200");

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.cap()).isEqualTo("200");
    assertThat(at.requests.list("open", "", "", 10).items()).containsExactly(second);
    at.requests.deny(second.id(), "");
    assertThat(ask("300").id()).isNotEqualTo(first.id());
    assertThat(at.requests.list("", limit.id(), "", 10).items()).hasSize(2);
    assertThat(at.requests.list("denied", "", "", 10).items()).hasSize(1);
  }

  @Test
  void listsInPages() {
    at.key("other", "default");
    Limit all =
        at.limits.create(NewLimit.of(Scope.ORGANIZATION, "", Measure.REQUESTS, "day", "5")).limit();
    LimitRequest oldest = ask("150");
    LimitRequest newest = at.requests.ask(all.id(), at.caller("other"), new BigDecimal(9), "more");

    assertThat(at.requests.list("open", "", "", 1).items()).containsExactly(newest);
    assertThat(at.requests.list("open", "", newest.id(), 1).items()).containsExactly(oldest);
  }

  @Test
  void nobodyAsksForALimitThatIsNotTheirs() {
    at.key("other", "default");

    assertThatThrownBy(() -> at.requests.ask(limit.id(), at.caller("other"), BigDecimal.TEN, "x"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status().value()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource({
    "100, reason, more than the present 100 USD",
    "1e30, reason, 'dollars, 0 or more'",
    "0.0000000001, reason, 'dollars, 0 or more'",
    "150, ' ', a sentence",
  })
  void saysWhatIsWrong(BigDecimal cap, String reason, String expected) {
    assertThatThrownBy(() -> at.requests.ask(limit.id(), caller, cap, reason))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(expected);
  }

  @Test
  void anApprovalNeverLowersALimitThatWasRaisedMeanwhile() {
    String id = ask("150").id();
    at.limits.update(limit.id(), LimitPatch.cap(new BigDecimal(500)));

    assertThatThrownBy(() -> at.requests.approve(id, null, ""))
        .hasMessageContaining("more than the present 500 USD");
    assertThat(at.inForce.getFirst().cap()).isEqualTo(500_000_000_000L);
    assertThat(at.requests.get(id).status()).isEqualTo("open");
  }

  @Test
  void theRequestsOfADeletedLimitAreDenied() {
    String id = ask("150").id();

    at.limits.delete(limit.id());

    assertThat(at.requests.get(id).status()).isEqualTo("denied");
    assertThat(at.requests.get(id).note()).isEqualTo("The limit was deleted.");
  }

  private LimitRequest ask(String cap) {
    return at.requests.ask(limit.id(), caller, new BigDecimal(cap), "release week");
  }
}
