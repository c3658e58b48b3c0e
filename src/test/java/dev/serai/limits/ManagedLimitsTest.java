package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import dev.serai.limits.Limit.OnBreach;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedLimitsTest {
  private final LimitsFixture at = new LimitsFixture();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void aLimitIsInForceWhenItIsMade() {
    String key = at.key("ci", "default").id();

    StoredLimit made = at.limits.create(requests("ci", "100"));

    assertThat(at.inForce).singleElement().isEqualTo(made.limit());
    assertThat(made.limit().target()).isEqualTo(key);
    assertThat(made.limit().targetName()).isEqualTo("ci");
    assertThat(made.limit().cap()).isEqualTo(100);
    assertThat(made.limit().since()).isEqualTo(at.now.toEpochMilli());
    assertThat(at.limits.get(made.limit().id())).isEqualTo(made);
  }

  @Test
  void keepsEveryWordOfALimit() {
    at.provider("openai", "openai");
    NewLimit wanted =
        new NewLimit(
            Scope.ORGANIZATION,
            "",
            Measure.USD,
            LimitWords.window("month", "Europe/Berlin", "2026-01-31"),
            LimitWords.cap(Measure.USD, "0.000000001"),
            "openai",
            List.of("gpt-5*"),
            new LimitOptions(
                OnBreach.WARN,
                Limit.Estimate.HARD,
                Limit.UnknownPrice.TOKENS_ONLY,
                Limit.WhenBlind.ALLOW,
                List.of(50, 100),
                "it@example.com",
                true),
            false);

    StoredLimit made = at.limits.create(wanted);

    assertThat(at.limits.get(made.limit().id())).isEqualTo(made);
    assertThat(made.limit().cap()).isEqualTo(1);
    assertThat(made.limit().window()).isEqualTo(wanted.window());
    assertThat(made.limit().filter()).isEqualTo(Filter.of("openai", List.of("gpt-5*")));
    assertThat(LimitOptions.of(made.limit())).isEqualTo(wanted.options());
    assertThat(made.limit().targetName()).isEqualTo("default");
  }

  @Test
  void keepsARollingWindow() {
    StoredLimit made =
        at.limits.create(
            NewLimit.of(Scope.ORGANIZATION, "", Measure.TOTAL_TOKENS, "rolling 90m", "5"));

    assertThat(at.limits.get(made.limit().id()).limit().window().text()).isEqualTo("rolling 90m");
  }

  @Test
  void anotherReplicaHasEveryChangeToo() {
    at.key("ci", "default");
    Changes feed = at.database.changes();
    LimitSnapshot other = at.snapshot(feed);
    StoredLimit made = at.limits.create(requests("ci", "100"));
    feed.refreshNow();
    assertThat(other.all()).containsExactly(made.limit());

    StoredLimit raised = at.limits.update(made.limit().id(), LimitPatch.cap(new BigDecimal(200)));
    feed.refreshNow();
    assertThat(other.all()).containsExactly(raised.limit());

    at.limits.delete(made.limit().id());
    feed.refreshNow();
    assertThat(other.all()).isEmpty();
  }

  @Test
  void whatDidNotChangeIsNotReadAgain() {
    at.key("ci", "default");
    Limit first = at.limits.create(requests("ci", "1")).limit();
    Limit inForce = at.inForce.getFirst();
    int told = at.told;
    at.database.jdbc().sql("update limits set cap = 77").update(); // behind the feed's back

    Limit second = at.limits.create(requests("ci", "2")).limit();
    at.changes.refreshNow();

    assertThat(at.inForce).hasSize(2).contains(second).anyMatch(limit -> limit == inForce);
    assertThat(inForce).isEqualTo(first);
    assertThat(at.told).isEqualTo(told + 1);
  }

  @Test
  void changesCapAndOptionsAndNothingElse() {
    at.key("ci", "default");
    Limit made = at.limits.create(requests("ci", "100")).limit();
    at.now = at.now.plusSeconds(60);

    StoredLimit changed =
        at.limits.update(
            made.id(),
            new LimitPatch(
                new BigDecimal("50"),
                "warn",
                "hard",
                "default",
                "allow",
                List.of(90, 50),
                "me",
                true));

    Limit limit = changed.limit();
    assertThat(limit.cap()).isEqualTo(50);
    assertThat(limit.onBreach()).isEqualTo(OnBreach.WARN);
    assertThat(limit.estimate()).isEqualTo(Limit.Estimate.HARD);
    assertThat(limit.unknownPrice()).isEqualTo(Limit.UnknownPrice.DEFAULT);
    assertThat(limit.whenBlind()).isEqualTo(Limit.WhenBlind.ALLOW);
    assertThat(limit.thresholds()).containsExactly(50, 90);
    assertThat(limit.contact()).isEqualTo("me");
    assertThat(limit.paused()).isTrue();
    assertThat(limit.since()).isEqualTo(made.since());
    assertThat(changed.updatedAt()).isEqualTo(at.now);
    assertThat(at.inForce).containsExactly(limit);
    assertThat(at.limits.get(made.id())).isEqualTo(changed);
  }

  @Test
  void aPatchOfOneThingLeavesTheRest() {
    at.key("ci", "default");
    Limit made = at.limits.create(requests("ci", "100")).limit();

    Limit paused = at.limits.update(made.id(), LimitPatch.paused(true)).limit();

    assertThat(paused.blocks()).isFalse();
    assertThat(at.limits.update(made.id(), LimitPatch.paused(false)).limit()).isEqualTo(made);
  }

  @Test
  void aResetMovesTheWindowsLowerBound() {
    at.key("ci", "default");
    Limit made = at.limits.create(requests("ci", "100")).limit();
    at.spent(made, "", Instant.ofEpochMilli(made.since()), 60, 60);
    at.now = at.now.plusSeconds(60);
    assertThat(at.utilisation.of(made, "").spent()).isEqualTo("60");

    Limit reset = at.limits.reset(made.id()).limit();

    assertThat(reset.since()).isEqualTo(at.now.toEpochMilli());
    assertThat(at.inForce).containsExactly(reset);
    assertThat(at.utilisation.of(reset, "").spent()).isEqualTo("0");
    assertThat(at.database.jdbc().sql("select spent from lease_charges").query(Long.class).single())
        .isEqualTo(60);
  }

  @Test
  void twoResetsInOneMillisecondAreTwoWindows() {
    at.key("ci", "default");
    Limit made = at.limits.create(requests("ci", "100")).limit();

    long first = at.limits.reset(made.id()).limit().since();
    long second = at.limits.reset(made.id()).limit().since();

    assertThat(first).isGreaterThan(made.since());
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void aDeletedLimitIsGone() {
    at.key("ci", "default");
    String id = at.limits.create(requests("ci", "100")).limit().id();

    at.limits.delete(id);

    assertThat(at.inForce).isEmpty();
    assertThat(at.limits.list(LimitQuery.all()).items()).isEmpty();
    assertThatThrownBy(() -> at.limits.get(id)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> at.limits.delete(id)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> at.limits.reset(id)).isInstanceOf(Problem.class);
  }

  @Test
  void listsInPagesByScopeTargetAndMeasure() {
    at.key("ci", "default");
    String key = at.key("deploy", "default").id();
    Limit oldest = at.limits.create(requests("ci", "1")).limit();
    Limit middle = at.limits.create(requests("deploy", "2")).limit();
    Limit newest =
        at.limits.create(NewLimit.of(Scope.ORGANIZATION, "", Measure.USD, "day", "3")).limit();

    assertThat(ids(null, "", null, "", 2)).containsExactly(newest.id(), middle.id());
    assertThat(ids(null, "", null, middle.id(), 2)).containsExactly(oldest.id());
    assertThat(ids(Scope.KEY, "", null, "", 9)).containsExactly(middle.id(), oldest.id());
    assertThat(ids(null, "ci", null, "", 9)).containsExactly(oldest.id());
    assertThat(ids(null, key, null, "", 9)).containsExactly(middle.id());
    assertThat(ids(null, "", Measure.USD, "", 9)).containsExactly(newest.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key          | ci              | ci
          key          | checkout/deploy | checkout/deploy
          key          | deploy          | checkout/deploy
          key          | default/ci      | ci
          project      | checkout        | checkout
          user         | ci              | ci
          team         | red             | red
          organization | default         | default
          end-user     | project:checkout| project:checkout
          end-user     | checkout        | project:checkout
          end-user     | ci              | key:ci
          end-user     | key:checkout/deploy | key:checkout/deploy
          """)
  void findsItsTargetByName(String scope, String target, String name) {
    at.key("ci", "default");
    at.key("deploy", "checkout");
    team("red");

    Limit made =
        at.limits
            .create(NewLimit.of(LimitWords.scope(scope), target, Measure.REQUESTS, "day", "1"))
            .limit();

    assertThat(made.targetName()).isEqualTo(name);
    assertThat(made.target()).isNotEqualTo(target).isNotEmpty();
  }

  @Test
  void findsItsTargetById() {
    String id = at.key("ci", "default").id();

    assertThat(at.limits.create(requests(id, "1")).limit().targetName()).isEqualTo("ci");
  }

  @Test
  void aNameThatSeveralKeysHaveNeedsItsProject() {
    at.key("ci", "default");
    String id = at.key("ci", "checkout").id();

    assertThatThrownBy(() -> at.limits.create(requests("ci", "1")))
        .hasMessageContaining("one of checkout/ci, ci, or an id");
    assertThat(at.limits.create(requests("checkout/ci", "1")).limit().target()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key          | ci2     | no key 'ci2' (there are: deploy, ci; nearest: ci)
          project      | check   | no project 'check' (there are: default)
          team         | red     | no team 'red' (there is none)
          user         | cl      | no user 'cl' (there are: ci, deploy, revoked; nearest: ci)
          organization | acme    | no organization 'acme' (there are: default)
          group-member | staff   | no team 'staff' (there is none)
          session      | s1      | no session 's1' (the id of an open session is expected: others with allowUnreachable)
          end-user     | depl    | no key or project 'depl' (there are: key:deploy, key:ci, project:default
          key          | revoked | no key 'revoked'
          key          | vk-lw-0123456789ABCDEFGHJKMNPQRS | no key '…'
          """)
  void refusesATargetThatNoCallHas(String scope, String target, String why) {
    at.key("ci", "default");
    at.key("deploy", "default");
    at.keys.revoke(at.key("revoked", "default").id());
    NewLimit wanted = NewLimit.of(LimitWords.scope(scope), target, Measure.REQUESTS, "day", "1");

    assertThatThrownBy(() -> at.limits.create(wanted))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("unreachable_limit"))
        .hasMessageStartingWith("No call would ever match this limit: ")
        .hasMessageContaining(why);
    assertThat(at.limits.create(wanted.unreachable()).limit().target()).isEqualTo(target);
  }

  @Test
  void refusesAProviderOrModelThatNothingServes() {
    at.provider("openai", "openai");
    at.provider("vllm", "plain", "qwen3-*");
    NewLimit plain = NewLimit.of(Scope.ORGANIZATION, "", Measure.USD, "day", "1");

    assertThatThrownBy(() -> at.limits.create(plain.only("opnai")))
        .hasMessageContaining("no provider 'opnai' (there are: openai, vllm; nearest: openai)");
    assertThatThrownBy(() -> at.limits.create(plain.only("", "gpt-6")))
        .hasMessageContaining(
            "no provider serves a model like 'gpt-6'"
                + " (there are: gpt-5, gpt-5-mini, qwen3-*; nearest: gpt-5)");
    assertThatThrownBy(() -> at.limits.create(plain.only("vllm", "gpt-5")))
        .hasMessageContaining("provider 'vllm' serves no model like 'gpt-5' (there are: qwen3-*");
    assertThatThrownBy(() -> at.limits.create(plain.only("", "gpt-5", "llama-*")))
        .hasMessageContaining("'llama-*'");

    assertThat(at.limits.create(plain.only("openai", "gpt-*")).limit().filter().none()).isFalse();
    assertThat(at.limits.create(plain.only("vllm", "*-coder")).limit().filter().none()).isFalse();
    assertThat(at.limits.create(plain.only("", "gpt-6").unreachable()).limit().filter().none())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-*, gpt-5, true",
    "gpt-*, *-mini, true",
    "qwen3-*, *coder*, true",
    "qwen3-*, qwen2-*, false",
    "a*b, a*c, false",
    "a*, *a, true",
    "a, a, true",
    "a, aa, false",
    "*, x, true",
    "ab*, a, false",
    "a*, a, true",
  })
  void twoPatternsMeetWhenSomeNameFitsBoth(String one, String other, boolean meet) {
    assertThat(Globs.meet(one, other)).isEqualTo(meet);
    assertThat(Globs.meet(other, one)).isEqualTo(meet);
  }

  private void team(String name) {
    at.database
        .jdbc()
        .sql("insert into teams (id, organization_id, name) values (?, ?, ?)")
        .params("01TEAM", at.organization(), name)
        .update();
  }

  private List<String> ids(Scope scope, String target, Measure measure, String after, int most) {
    return at.limits.list(new LimitQuery(scope, target, measure, after, most)).items().stream()
        .map(stored -> stored.limit().id())
        .toList();
  }

  private static NewLimit requests(String key, String cap) {
    return NewLimit.of(Scope.KEY, key, Measure.REQUESTS, "total", cap);
  }
}
