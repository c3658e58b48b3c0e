package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Usage;
import dev.serai.limits.Limit.UnknownPrice;
import org.junit.jupiter.api.Test;

/** Limits on a provider or model, and models that nobody has a price for. */
class FiltersTest {
  private static final Candidate ACME = Scene.candidate("acme", "m");
  private static final Candidate OTHER = Scene.candidate("other", "m");
  private static final Candidate UNPRICED = Scene.candidate("acme", "new");

  @Test
  void aFullLimitOnAProviderTakesThatProviderAway() {
    Scene scene = new Scene(Given.limit("L").cap(1).only("acme")).candidates(ACME, OTHER);
    scene.use(1, 1);

    assertThat(scene.pass().candidates()).containsExactly(OTHER);
  }

  @Test
  void onlyAnEmptyChainRefuses() {
    Scene scene =
        new Scene(Given.limit("a").cap(0).only("acme"), Given.limit("b").cap(0).only("other"))
            .candidates(ACME, OTHER);

    Refusal refusal = scene.refused();

    assertThat(refusal.details()).containsEntry("limit_id", "b");
    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void aLimitOnAModelIsAboutTheNameAtTheProvider() {
    Scene scene = new Scene(Given.limit("L").cap(0).only("", "claude-*"));

    scene.pass();
    scene.candidates(Scene.candidate("acme", "claude-x")).refused();
  }

  @Test
  void aLimitOnAProviderThatTheCallCannotGoToIsPassedBy() {
    Scene scene = new Scene(Given.limit("L").cap(5).only("other")).candidates(ACME);

    scene.pass();

    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void whoServedIsCharged() {
    Scene scene =
        new Scene(Given.limit("a").cap(5).only("acme"), Given.limit("b").cap(5).only("other"))
            .candidates(ACME, OTHER);
    Call call = scene.pass();
    EndedCall ended = scene.ended(call, OTHER, new Outcome.Served(200), Usage.NONE);

    call.reservation().settle(ended);

    assertThat(scene.quotas.spent("a")).isZero();
    assertThat(scene.quotas.spent("b")).isEqualTo(1);
    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void whatHasNoPriceIsRefusedWithTheWayToMendIt() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000));

    Refusal refusal = scene.candidates(UNPRICED).refused();

    assertThat(refusal.reason()).isEqualTo(Reason.PRICE_UNKNOWN);
    assertThat(refusal)
        .hasMessageContaining("'new'")
        .hasMessageContaining("serai.yaml")
        .hasMessageContaining("unknown-price");
  }

  @Test
  void whatHasNoPriceIsPassedOverWhenSomethingElseHas() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000));

    assertThat(scene.candidates(UNPRICED, OTHER).pass().candidates()).containsExactly(OTHER);
  }

  @Test
  void aLimitOnAnotherProviderDoesNotAskForAPrice() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000).only("other"));

    assertThat(scene.candidates(UNPRICED).pass().candidates()).containsExactly(UNPRICED);
  }

  @Test
  void whatHasNoPriceCountsAtTheDefaultPrice() {
    Scene scene =
        new Scene(
            new LimitSettings("", "", LimitSettings.DefaultPrice.of("2/4")),
            Given.limit("L").of(Measure.USD, 1_000_000_000).unknownPrice(UnknownPrice.DEFAULT));

    scene.candidates(UNPRICED).use(100, 10);

    assertThat(scene.quotas.spent("L")).isEqualTo(100 * 2_000 + 10 * 4_000);
  }

  @Test
  void whatHasNoPriceIsLeftToTheLimitsOnTokens() {
    Scene scene =
        new Scene(
            Given.limit("L").of(Measure.USD, 1).unknownPrice(UnknownPrice.TOKENS_ONLY),
            Given.limit("T").of(Measure.TOTAL_TOKENS, 10_000));

    scene.candidates(UNPRICED).use(100, 10);

    assertThat(scene.quotas.spent("L")).isZero();
    assertThat(scene.quotas.spent("T")).isEqualTo(110);
  }

  @Test
  void aWarningDoesNotRefuseWhatHasNoPrice() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000).warns());

    scene.candidates(UNPRICED).pass();
  }
}
