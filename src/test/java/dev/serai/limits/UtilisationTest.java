package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.leases.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UtilisationTest {
  private Optional<LimitStanding> live = Optional.empty();
  private final LimitsFixture at = new LimitsFixture((_, _) -> live);

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void aLimitThatNobodyUsedIsUntouched() {
    Limit limit = limit("month");

    StandingView standing = at.utilisation.of(limit, "");

    assertThat(standing.spent()).isEqualTo("0");
    assertThat(standing.reserved()).isEqualTo("0");
    assertThat(standing.left()).isEqualTo("100");
    assertThat(standing.usedPercent()).isEqualByComparingTo("0");
    assertThat(standing.startsAt()).isEqualTo(Instant.ofEpochMilli(limit.since()));
    assertThat(standing.resetsAt()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
  }

  @Test
  void countsWhatTheDatabaseKnowsOfThePresentWindow() {
    Limit limit = limit("month");
    at.spent(limit, "", Instant.parse("2026-02-01T00:00:00Z"), 90, 90);
    at.spent(limit, "", Instant.ofEpochMilli(limit.since()), 30, 12);

    StandingView standing = at.utilisation.of(limit, "");

    assertThat(standing.spent()).isEqualTo("12");
    assertThat(standing.reserved()).isEqualTo("18");
    assertThat(standing.left()).isEqualTo("70");
    assertThat(standing.usedPercent()).isEqualByComparingTo("12");
  }

  @Test
  void believesAReplicaThatIsAheadOfItsJournal() {
    Limit limit = limit("month");
    at.spent(limit, "", Instant.ofEpochMilli(limit.since()), 30, 12);
    at.database.jdbc().sql("update leases set settled = 20").update();

    assertThat(at.utilisation.of(limit, "").spent()).isEqualTo("20");
    assertThat(at.utilisation.of(limit, "").reserved()).isEqualTo("10");
  }

  @Test
  void aRollingWindowCountsItsSlicesAndFreesTheOldest() {
    Limit limit = limit("rolling 1h");
    Instant slice = Instant.parse("2026-03-10T15:00:00Z");
    at.spent(limit, "", slice, 5, 5);
    at.spent(limit, "", slice.plusSeconds(60), 6, 6);
    at.now = slice.plusSeconds(100);

    assertThat(at.utilisation.of(limit, "").spent()).isEqualTo("11");
    assertThat(at.utilisation.of(limit, "").resetsAt()).isEqualTo(slice.plusSeconds(61 * 60));
    at.now = slice.plusSeconds(61 * 60 - 1);
    assertThat(at.utilisation.of(limit, "").spent()).isEqualTo("11");
    at.now = slice.plusSeconds(61 * 60);
    assertThat(at.utilisation.of(limit, "").spent()).isEqualTo("6");
    at.now = slice.plus(Duration.ofHours(3));
    assertThat(at.utilisation.of(limit, "").resetsAt()).isNull();
  }

  @Test
  void memoryComesBeforeTheDatabase() {
    Limit limit = limit("total");
    at.spent(limit, "", Instant.ofEpochMilli(limit.since()), 30, 12);
    live =
        Optional.of(
            new LimitStanding(
                limit,
                "",
                limit.window().at(limit.since(), limit.since()),
                new Standing(100, 40, 5, Long.MAX_VALUE)));

    StandingView standing = at.utilisation.of(limit, "");

    assertThat(standing.spent()).isEqualTo("40");
    assertThat(standing.reserved()).isEqualTo("5");
    assertThat(standing.left()).isEqualTo("55");
    assertThat(standing.resetsAt()).isNull();
  }

  @Test
  void eachMemberStandsForThemselves() {
    at.key("ci", "default");
    Limit limit =
        at.limits
            .create(NewLimit.of(Scope.END_USER, "key:ci", Measure.REQUESTS, "total", "10"))
            .limit();
    at.spent(limit, "ann", Instant.ofEpochMilli(limit.since()), 4, 4);
    at.spent(limit, "bob", Instant.ofEpochMilli(limit.since()), 9, 9);

    assertThat(at.utilisation.members(limit)).containsOnlyKeys("bob", "ann");
    assertThat(at.utilisation.members(limit).keySet()).containsExactly("bob", "ann");
    assertThat(at.utilisation.of(limit, "ann").spent()).isEqualTo("4");
    assertThat(at.utilisation.of(limit, "eve").spent()).isEqualTo("0");
  }

  @Test
  void dollarsAreExact() {
    Limit limit =
        at.limits.create(NewLimit.of(Scope.ORGANIZATION, "", Measure.USD, "total", "1000")).limit();
    at.spent(limit, "", Instant.ofEpochMilli(limit.since()), 5, 1);

    assertThat(at.utilisation.of(limit, "").spent()).isEqualTo("0.000000001");
    assertThat(at.utilisation.of(limit, "").left()).isEqualTo("999.999999995");
  }

  @Test
  void explainsWhatHoldsAKeyInTheOrderInWhichItIsTaken() {
    at.key("ci", "default");
    at.key("other", "default");
    Limit key = at.limits.create(of(Scope.KEY, "ci", "total", "10")).limit();
    Limit project = at.limits.create(of(Scope.PROJECT, "default", "day", "100")).limit();
    at.limits.create(of(Scope.KEY, "other", "total", "10"));
    Limit organization = at.limits.create(of(Scope.ORGANIZATION, "", "day", "9")).limit();
    at.spent(key, "", Instant.ofEpochMilli(key.since()), 10, 10);
    at.spent(project, "", Instant.ofEpochMilli(project.since()), 100, 50);

    KeyLimits explanation = at.explanations.of("ci", "", "", "");

    assertThat(explanation.limits())
        .extracting(LimitView::id)
        .containsExactly(organization.id(), project.id(), key.id());
    assertThat(explanation.refusing()).containsExactly(key.id());
    assertThat(explanation.keyName()).isEqualTo("ci");
  }

  @Test
  void explainsForAProviderOrModel() {
    at.key("ci", "default");
    at.provider("openai", "openai");
    at.provider("vllm", "plain", "qwen3-*");
    NewLimit wanted = of(Scope.KEY, "ci", "total", "10");
    Limit openai = at.limits.create(wanted.only("openai")).limit();
    Limit qwen = at.limits.create(wanted.only("", "qwen3-*")).limit();

    assertThat(explained("openai", "gpt-5")).containsExactly(openai.id());
    assertThat(explained("vllm", "qwen3-8b")).containsExactly(qwen.id());
    assertThat(explained("", "")).containsExactly(openai.id(), qwen.id());
  }

  private List<String> explained(String provider, String model) {
    return at.explanations.of("ci", provider, model, "").limits().stream()
        .map(LimitView::id)
        .toList();
  }

  private Limit limit(String window) {
    return at.limits.create(of(Scope.ORGANIZATION, "", window, "100")).limit();
  }

  private static NewLimit of(Scope scope, String target, String window, String cap) {
    return NewLimit.of(scope, target, Measure.REQUESTS, window, cap);
  }
}
