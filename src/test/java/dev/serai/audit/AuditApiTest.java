package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditApiTest extends AuditPort {
  private static List<Long> numbers(Reply reply) {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
    List<Long> numbers = new ArrayList<>();
    for (JsonNode row : reply.body().at("/items")) numbers.add(row.at("/number").longValue());
    return numbers;
  }

  @Test
  void aRowTellsEverythingAndItsJsonIsJson() {
    told(1);

    JsonNode row = auditor.get("/api/audit/1").body();

    assertThat(row.at("/action").textValue()).isEqualTo("key.update");
    assertThat(row.at("/actorKind").textValue()).isEqualTo("system");
    assertThat(row.at("/resourceId").textValue()).isEqualTo("key1");
    assertThat(row.at("/before/name").textValue()).isEqualTo("old 1");
    assertThat(row.at("/details/why").textValue()).isEqualTo("reason 1");
    assertThat(Instant.parse(row.at("/at").textValue()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(row.at("/hash").textValue()).matches("[0-9a-f]{64}");
    assertThat(auditor.get("/api/audit/99").status()).isEqualTo(404);
    assertThat(auditor.get("/api/audit/x").status()).isEqualTo(422);
  }

  @Test
  void pagesGoFromTheNewestToTheOldestWhileNewRowsArrive() {
    told(24);

    // the reading itself is row 25
    Reply first = auditor.get("/api/audit?limit=10");
    told(3);
    Reply second = auditor.get("/api/audit?limit=10&after=" + first.text("/next"));
    Reply third = auditor.get("/api/audit?limit=10&after=" + second.text("/next"));

    assertThat(numbers(first)).startsWith(25L, 24L).endsWith(16L).hasSize(10);
    assertThat(numbers(second)).startsWith(15L).endsWith(6L).hasSize(10);
    assertThat(numbers(third)).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(third.text("/next")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "actor=bob, 2",
    "actor=usr-bob, 2",
    "action=key.create, 1",
    "action=key.*, 1;2",
    "resource=team, 3",
    "resourceId=k2, 2",
    "outcome=refused, 3",
    "surface=gateway, ''",
    "q=PaYmEnTs, 1",
    "q=100%25, 2",
    "q=1_0%25, ''",
    "action=key.*&actor=bob, 2",
    "from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z, ''",
    "to=2100-01-01T00:00:00Z&resource=key, 1;2"
  })
  void filtersNarrow(String query, String expected) {
    Actor bob =
        new Actor(Actor.Kind.USER, "usr-bob", "bob", "", Actor.system(organization).grants());
    told(
        Entry.of("key.create", "key", "k1").change(null, Map.of("team", "payments")),
        Entry.of("key.revoke", "key", "k2").with(Map.of("why", "100% sure")).by(bob),
        Entry.of("team.delete", "team", "t1").refused());
    // so that the reading does not stand among what is found
    auditor.get("/api/audit/1");

    List<Long> found = numbers(auditor.get("/api/audit?" + query));

    found.remove(4L);
    assertThat(found.reversed())
        .extracting(String::valueOf)
        .containsExactly(expected.isEmpty() ? new String[0] : expected.split(";"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=501",
        "limit=x",
        "after=x",
        "from=yesterday",
        "to=1",
        "outcome=maybe",
        "q=a%00b"
      })
  void whatMakesNoSenseIsAProblem(String query) {
    Reply reply = auditor.get("/api/audit?" + query);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/errors/0/field")).isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @Test
  void whoHoldsThePermissionInATeamOnlySeesNothing() {
    told(3);
    AdminCalls lead =
        as(
            ACTORS.user(
                "lead-" + organization,
                organization,
                new Grant(Place.Kind.TEAM, "t", Set.of(Permission.AUDIT_LOG_VIEW))));

    assertThat(numbers(lead.get("/api/audit"))).isEmpty();
    assertThat(lead.get("/api/audit/1").status()).isEqualTo(404);
    assertThat(lead.get("/api/audit/export").raw().body()).isEmpty();
    assertThat(lead.post("/api/audit/verify", "").status()).isEqualTo(403);
    assertThat(rowsOf("audit.export")).isEmpty();
  }

  @Test
  void whoLacksThePermissionIsRefused() {
    AdminCalls nobody = as(ACTORS.user("nobody-" + organization, organization));

    for (String path : List.of("/api/audit", "/api/audit/1", "/api/audit/export"))
      assertThat(nobody.get(path).status()).isEqualTo(403);
    assertThat(nobody.post("/api/audit/verify", "").status()).isEqualTo(403);
  }

  @Test
  void nobodySeesTheLogOfAnotherOrganization() {
    told(3);
    String other = gateway.bean(Tenants.class).organization("other of " + organization).id();
    AdminCalls stranger = user("stranger-" + organization, other);

    assertThat(stranger.get("/api/audit/3").status()).isEqualTo(404);
    assertThat(stranger.get("/api/audit/export").raw().body()).doesNotContain("key.update");
    assertThat(numbers(stranger.get("/api/audit?action=key.update"))).isEmpty();
  }

  @Test
  void readingIsWrittenDownOnceAMinuteForEachActor() {
    AdminCalls second = user("second-" + organization, organization);
    for (int i = 0; i < 3; i++) {
      auditor.get("/api/audit?q=secret%20plan");
      second.get("/api/audit");
    }

    List<JsonNode> rows = rowsOf("audit.view");
    assertThat(rows)
        .extracting(row -> row.at("/actorName").textValue())
        .containsExactly("second-" + organization, "auditor-" + organization);
    assertThat(rows.getLast().at("/details/q").textValue()).isEqualTo("secret plan");

    // two minutes pass
    tamper("update audit_log set at = at - interval '2 minutes' where organization_id = ?");
    auditor.get("/api/audit");
    assertThat(rowsOf("audit.view")).hasSize(3);
  }

  @Test
  void aChainCanBeVerifiedHereToo() {
    told(5);

    Reply whole = auditor.post("/api/audit/verify", "");
    tamper("delete from audit_log where number = 3 and organization_id = ?");
    Reply broken = auditor.post("/api/audit/verify", "");

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body().at("/ok").booleanValue()).isTrue();
    assertThat(whole.body().at("/rows").intValue()).isEqualTo(5);
    assertThat(whole.body().at("/fault").isNull()).isTrue();
    assertThat(broken.body().at("/ok").booleanValue()).isFalse();
    assertThat(broken.body().at("/fault/kind").textValue()).isEqualTo("removed");
    assertThat(broken.body().at("/fault/number").intValue()).isEqualTo(3);
    assertThat(broken.body().at("/fault/sentence").textValue()).isEqualTo("row 3 was removed");
    assertThat(rowsOf("audit.verify"))
        .extracting(row -> row.at("/details/ok").textValue())
        .containsExactly("false", "true");
  }
}
