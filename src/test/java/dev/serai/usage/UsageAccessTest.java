package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Installation;
import dev.serai.call.EndedCall;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.AdminServer;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four calls of one organization: two of ann's in her personal project, one of a project in team
 * core, one refused before its key was known; and one of another organization.
 */
class UsageAccessTest {
  @TempDir static Path folder;
  private static TestDatabase database;
  private static AdminServer server;
  private static String organization;

  @BeforeAll
  static void callsEnd() {
    database = TestDatabase.migrated();
    server = AdminServer.on(database, folder);
    organization = server.bean(Installation.class).organization();
    EndedCall.Listener recorder = server.bean(UsageRecorder.class);
    for (int i = 0; i < 5; i++) recorder.ended(EndedCalls.served());
    assertThat(server.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(30))).isTrue();
    tenants();
    place(1, organization, "team-core", "p-core", "ben", false, "key-core");
    place(2, organization, "", "p-ann", "ann", true, "key-ann");
    place(3, organization, "", "p-ann", "ann", true, "key-ann");
    place(4, "", "", "", "", false, "");
    place(5, "o2", "team-o2", "p-o2", "zoe", false, "key-o2");
    sql("delete from usage_hours");
    sql(
        """
        insert into usage_hours
        select date_trunc('hour', started_at, 'UTC'), organization_id, team_id, project_id,
          principal_id, key_id, session_id, model, provider, client_tool, count(*), 0, 0, 0,
          sum(input_tokens), 0, 0, sum(output_tokens), sum(reasoning_tokens), sum(cost_nanos), 0
        from usage_records group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """);
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  private static void tenants() {
    sql("insert into organizations (id, name) values ('o2', 'elsewhere')");
    sql(
        "insert into teams (id, organization_id, name) values ('team-core', ?, 'core')",
        organization);
    sql("insert into teams (id, organization_id, name) values ('team-o2', 'o2', 'core')");
    for (String user : List.of("ann", "ben"))
      sql(
          "insert into principals (id, organization_id, kind, name) values (?, ?, 'user', ?)",
          user,
          organization,
          user);
    sql(
        "insert into projects (id, organization_id, name, team_id)"
            + " values ('p-core', ?, 'checkout', 'team-core')",
        organization);
    sql(
        "insert into projects (id, organization_id, name, personal, owner_id)"
            + " values ('p-ann', ?, 'ann', true, 'ann')",
        organization);
  }

  /** Makes it the call of somebody. */
  private static void place(
      int number,
      String org,
      String team,
      String project,
      String principal,
      boolean personal,
      String key) {
    sql(
        """
        update usage_records set organization_id = ?, team_id = ?, project_id = ?,
          principal_id = ?, personal = ?, key_id = ?, session_id = ''
        where request_id = (select request_id from usage_records order by request_id
          limit 1 offset ?)
        """,
        org,
        team,
        project,
        principal,
        personal,
        key,
        number - 1);
  }

  private static void sql(String sql, Object... values) {
    database.jdbc().sql(sql).params(values).update();
  }

  private static AdminCalls all(String id, Permission... permissions) {
    return server.as(server.actors().allowed(id, organization, permissions));
  }

  private static AdminCalls ofTeam(String id, Permission... permissions) {
    return server.as(
        server
            .actors()
            .user(id, organization, new Grant(Place.Kind.TEAM, "team-core", Set.of(permissions))));
  }

  private static long requests(Reply reply) {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    return reply.body().at("/total/requests").asLong();
  }

  @Test
  void nobodyIsToldOfAnotherOrganization() {
    AdminCalls ours = all("ulla", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);
    AdminCalls theirs =
        server.as(
            server
                .actors()
                .allowed("zoe", "o2", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW));

    assertThat(requests(ours.get("/api/usage"))).isEqualTo(4);
    assertThat(requests(theirs.get("/api/usage"))).isEqualTo(1);
    assertThat(ours.get("/api/usage/records").body().at("/items")).hasSize(4);
    assertThat(theirs.get("/api/usage/records").body().at("/items")).hasSize(1);
    assertThat(requests(ours.get("/api/usage?organization=" + organization))).isEqualTo(3);
    Reply beyond = ours.get("/api/usage?organization=elsewhere");
    assertThat(beyond.status()).isEqualTo(403);
    assertThat(beyond.text("/errors/0/field")).isEqualTo("organization");
  }

  @Test
  void whoseGrantIsATeamsIsToldOfTheTeam() {
    AdminCalls member = ofTeam("mia", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);

    assertThat(requests(member.get("/api/usage?by=team"))).isEqualTo(1);
    assertThat(requests(member.get("/api/usage?team=core"))).isEqualTo(1);
    assertThat(requests(member.get("/api/usage?project=checkout"))).isEqualTo(1);
    assertThat(member.get("/api/usage/records").body().at("/items")).hasSize(1);
    assertThat(member.get("/api/usage?interval=hour").body().at("/series/0/requests").asLong())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"team=team-o2", "team=nope", "project=ann", "project=p-o2", "key=key-ann"})
  void aQuestionThatGoesBeyondIsForbiddenAndSaysWhere(String filter) {
    AdminCalls member = ofTeam("max", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);

    Reply refused = member.get("/api/usage?" + filter);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/errors/0/field")).isEqualTo(filter.substring(0, filter.indexOf('=')));
  }

  @Test
  void recordsOfAKeyThatIsSomebodyElsesAreForbidden() {
    AdminCalls member = ofTeam("mo", Permission.GATEWAY_LOGS_VIEW);

    assertThat(member.get("/api/usage/records?key=key-ann").status()).isEqualTo(403);
  }

  @Test
  void otherPeoplesPersonalCallsAreCountedButNotNamed() {
    AdminCalls viewer = all("vic", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);

    for (String by : List.of("user", "project", "key")) {
      JsonNode rows = viewer.get("/api/usage?by=" + by).body().at("/rows");
      assertThat(rows.findValuesAsText("id")).as(by).hasSize(2).contains("");
      assertThat(rows.toString()).as(by).doesNotContain("ann");
      assertThat(rows.get(0).at("/requests").asLong()).as(by).isEqualTo(3);
    }
    assertThat(requests(viewer.get("/api/usage?user=ann"))).isZero();
    assertThat(requests(viewer.get("/api/usage?project=ann"))).isZero();
    JsonNode records = viewer.get("/api/usage/records").body().at("/items");
    assertThat(records).hasSize(4);
    assertThat(records.findValuesAsText("principal")).containsOnly("", "ben");
    assertThat(records.findValuesAsText("key")).containsOnly("", "key-core");
    assertThat(viewer.get("/api/usage/records?key=key-ann").body().at("/items")).isEmpty();
    assertThat(viewed("vic")).isEmpty();
  }

  @Test
  void whoMayKnowWhoseTheyAreLeavesATrace() {
    AdminCalls auditor =
        all(
            "audrey",
            Permission.GATEWAY_USAGE_VIEW,
            Permission.GATEWAY_LOGS_VIEW,
            Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL);

    assertThat(requests(auditor.get("/api/usage?user=ann"))).isEqualTo(2);
    JsonNode records = auditor.get("/api/usage/records").body().at("/items");
    assertThat(records.findValuesAsText("principal")).contains("ann", "ben");
    assertThat(viewed("audrey")).containsExactly("2");
  }

  @Test
  void onesOwnPersonalCallsNeedNoTrace() {
    AdminCalls ann = all("ann", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);

    assertThat(requests(ann.get("/api/usage?user=ann"))).isEqualTo(2);
    assertThat(ann.get("/api/usage/records").body().at("/items").findValuesAsText("principal"))
        .contains("ann");
    assertThat(viewed("ann")).isEmpty();
  }

  @Test
  void costsAreToldWithTheirOwnPermission() {
    AdminCalls without = all("ula", Permission.GATEWAY_USAGE_VIEW, Permission.GATEWAY_LOGS_VIEW);
    AdminCalls with =
        all(
            "uwe",
            Permission.GATEWAY_USAGE_VIEW,
            Permission.GATEWAY_LOGS_VIEW,
            Permission.GATEWAY_SPEND_VIEW);

    for (String path : List.of("/api/usage?interval=hour", "/api/usage/records")) {
      assertThat(without.get(path).body().findValuesAsText("costUsd")).containsOnly("null");
      assertThat(with.get(path).body().findValuesAsText("costUsd")).doesNotContain("null", "");
    }
  }

  @Test
  void everybodyIsToldOfTheirOwnUsageAndOfNobodyElses() {
    AdminCalls ann = server.as(server.actors().user("ann", organization));
    AdminCalls ben = server.as(server.actors().user("ben", organization));

    Reply mine = ann.get("/api/me/usage?by=project");
    assertThat(requests(mine)).isEqualTo(2);
    assertThat(mine.body().at("/rows/0/name").asText()).isEqualTo("ann");
    assertThat(mine.body().at("/total/costUsd").asText()).isEqualTo("0.002469134");
    assertThat(requests(ben.get("/api/me/usage"))).isEqualTo(1);
    assertThat(requests(ben.get("/api/me/usage?user=ann"))).isZero();
    assertThat(server.get("/api/me/usage").status()).isEqualTo(403);
  }

  private static List<String> viewed(String actor) {
    return database
        .jdbc()
        .sql(
            """
            select details ->> 'count' from audit_log
            where actor_id = ? and action = 'usage.view-other-personal'
            """)
        .param(actor)
        .query(String.class)
        .list();
  }
}
