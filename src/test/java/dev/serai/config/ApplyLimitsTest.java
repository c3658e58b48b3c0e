package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.limits.LimitPatch;
import dev.serai.limits.LimitQuery;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.limits.StoredLimit;
import dev.serai.providers.Owner;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyLimitsTest extends Applying {
  private static final String FILE =
      """
      organization: acme
      projects: [ { name: checkout, team: red }, { name: search, team: blue } ]
      providers: [ { name: echo, type: echo } ]
      keys: [ { name: ci, project: checkout } ]
      limits:
        - { scope: key, target: ci, measure: requests, window: total, cap: 100, on-breach: block }
        - { scope: team, target: red, measure: usd, window: month, cap: 50, time-zone: Europe/Berlin }
        - { scope: organization, measure: usd, window: month, cap: 500, provider: echo }
      """;

  @Test
  void makesTeamsAndLimits() {
    Applied applied = apply(FILE);

    assertThat(kind(applied, "teams").created()).containsExactly("red", "blue");
    assertThat(kind(applied, "limits").created())
        .containsExactly(
            "key checkout/ci: requests total",
            "team red: usd per month",
            "organization acme: usd per month, only echo");
    assertThat(all()).extracting(StoredLimit::owner).containsOnly(Owner.FILE);
    assertThat(team("checkout")).isEqualTo("red");
  }

  @Test
  void theSameFileAgainChangesNothingAtAll() {
    apply(FILE);
    List<StoredLimit> before = all();
    long version = version();

    Applied again = apply(FILE);

    assertThat(again.changed()).isFalse();
    assertThat(kind(again, "limits").unchanged()).isEqualTo(3);
    assertThat(all()).isEqualTo(before);
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void aChangedCapOrOptionIsTheSameLimitStill() {
    apply(FILE);
    StoredLimit before = limit(Scope.KEY);

    Applied applied = apply(FILE.replace("cap: 100, on-breach: block", "cap: 70, paused: true"));

    assertThat(kind(applied, "limits").updated())
        .containsExactly("key checkout/ci: requests total");
    StoredLimit after = limit(Scope.KEY);
    assertThat(after.limit().id()).isEqualTo(before.limit().id());
    assertThat(after.limit().since()).isEqualTo(before.limit().since());
    assertThat(after.limit().cap()).isEqualTo(70);
    assertThat(after.limit().paused()).isTrue();
  }

  @Test
  void anotherWindowIsAnotherLimit() {
    apply(FILE);
    String before = limit(Scope.KEY).limit().id();

    Applied applied = apply(FILE.replace("window: total", "window: day"));

    assertThat(kind(applied, "limits").created())
        .containsExactly("key checkout/ci: requests per day");
    assertThat(kind(applied, "limits").removed())
        .containsExactly("key checkout/ci: requests total");
    assertThat(limit(Scope.KEY).limit().id()).isNotEqualTo(before);
  }

  @Test
  void whatTheFileNoLongerSaysGoesAndTheApisStays() {
    apply(FILE);
    StoredLimit mine = limits.create(NewLimit.of(Scope.KEY, "ci", Measure.REQUESTS, "total", "9"));

    Applied applied = apply(FILE.substring(0, FILE.indexOf("limits:")));

    assertThat(kind(applied, "limits").removed()).hasSize(3);
    assertThat(all()).containsExactly(mine);
  }

  @Test
  void whatSomebodyChangedOfTheFilesLimitsIsPutRight() {
    apply(FILE);
    String id = limit(Scope.KEY).limit().id();
    limits.update(id, LimitPatch.cap(new BigDecimal(5)));

    Applied applied = apply(FILE);

    assertThat(kind(applied, "limits").updated())
        .containsExactly("key checkout/ci: requests total");
    assertThat(limits.get(id).limit().cap()).isEqualTo(100);
  }

  @Test
  void aTargetThatIsNotThereIsToldWithItsLineAndNothingIsDone() {
    assertThatThrownBy(() -> apply(FILE.replace("target: ci,", "target: ci2,")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(
            "serai.yaml:6: limit: No call would ever match this limit: no key 'ci2'")
        .hasMessageContaining("nearest: checkout/ci");
    assertThat(all()).isEmpty();
    assertThat(tenants.current().name()).isEqualTo("default");
    assertThat(
            kind(
                    apply(FILE.replace("target: ci,", "target: ci2, allow-unreachable: true,")),
                    "limits")
                .created())
        .hasSize(3);
  }

  @Test
  void oneLimitTwiceIsOneTooMany() {
    assertThatThrownBy(
            () ->
                apply(
                    FILE
                        + "  - { scope: key, target: checkout/ci, measure: requests, window: total, cap: 1 }\n"))
        .hasMessageContaining(
            "serai.yaml:9: limit 'key checkout/ci: requests total' stands here twice");
  }

  @Test
  void aRevokedKeyDoesNotMakeTheFileWrong() {
    apply(FILE.replace("project: checkout", "project: checkout, secret: '" + KEY + "'"));
    keys.revoke(keys.find("checkout", "ci").orElseThrow().id());

    Applied applied =
        apply(FILE.replace("project: checkout", "project: checkout, secret: '" + KEY + "'"));

    assertThat(applied.changed()).isFalse();
  }

  private static final String KEY = "vk-lw-0123456789ABCDEFGHJKMNPQRS";

  @Test
  void aProjectThatMovesTakesItsKeysAlong() {
    apply(FILE);
    long revision = revision("ci");

    Applied applied = apply(FILE.replace("checkout, team: red", "checkout, team: blue"));

    assertThat(kind(applied, "projects").updated()).containsExactly("checkout");
    assertThat(team("checkout")).isEqualTo("blue");
    assertThat(revision("ci")).isGreaterThan(revision);
  }

  @Test
  void aTeamThatNothingNamesGoes() {
    apply(FILE);

    Applied applied = apply(FILE.replace("search, team: blue", "search"));

    assertThat(kind(applied, "teams").removed()).containsExactly("blue");
    assertThat(team("search")).isEmpty();
  }

  @Test
  void aProjectThatTheFileNoLongerNamesLeavesItsTeam() {
    apply(FILE.replace("{ name: search, team: blue }", "{ name: default, team: blue }"));
    assertThat(team("default")).isEqualTo("blue");

    apply(FILE.replace(", { name: search, team: blue }", ""));

    assertThat(team("default")).isEmpty();
  }

  @Test
  void aRenamedOrganizationIsRenamedInItsLimits() {
    apply(FILE);
    limits.create(NewLimit.of(Scope.ORGANIZATION, "", Measure.REQUESTS, "day", "9"));

    apply(FILE.replace("organization: acme", "organization: apex"));

    assertThat(limits.list(new LimitQuery(Scope.ORGANIZATION, "", null, "", 9)).items())
        .hasSize(2)
        .allSatisfy(stored -> assertThat(stored.limit().targetName()).isEqualTo("apex"));
  }

  private List<StoredLimit> all() {
    return limits.list(LimitQuery.all()).items();
  }

  private StoredLimit limit(Scope scope) {
    return limits.list(new LimitQuery(scope, "", null, "", 9)).items().getFirst();
  }

  private String team(String project) {
    return database
        .jdbc()
        .sql(
            "select coalesce(t.name, '') from projects p left join teams t on t.id = p.team_id"
                + " where p.name = ?")
        .param(project)
        .query(String.class)
        .single();
  }

  private long revision(String key) {
    return database
        .jdbc()
        .sql("select revision from virtual_keys where name = ?")
        .param(key)
        .query(Long.class)
        .single();
  }
}
