package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.admin.AdminTokens;
import dev.serai.admin.Installation;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ConfigAccessTest {
  private static final String FILE =
      "providers: [ { name: echo, type: echo } ]\nkeys: [ { name: ci }, { name: %s } ]\n";
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static String organization;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(FILE.formatted("first")).bean(ActorSource.class, ACTORS).start();
    organization = gateway.bean(Installation.class).organization();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Reply apply(String bearer, String yaml, String query) {
    return new AdminCalls(gateway.adminUrl(), bearer)
        .post(
            "/api/config" + query,
            "{\"yaml\": \"%s\", \"file\": \"team.yaml\"}".formatted(yaml.replace("\n", "\\n")));
  }

  private static List<Map<String, Object>> rows(String actor) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select action, surface, actor_kind, details ->> 'keys' as keys,
              details ->> 'file' as file, after::text as after
            from audit_log where actor_id = ? and outcome = 'done' order by number
            """)
        .param(actor)
        .query()
        .listOfRows();
  }

  @Test
  void whatTheFileOfTheStartChangedIsWrittenDown() {
    assertThat(rows("system"))
        .filteredOn(row -> row.get("surface").equals("file"))
        .extracting(row -> row.get("action"))
        .containsExactly(
            "service-account.create",
            "key.create",
            "service-account.create",
            "key.create",
            "config.apply");
  }

  @Test
  void whoManagesTheOrganizationAppliesAllOfAFileAndIsNamedForAllOfIt() {
    String bearer = ACTORS.allowed("olga", organization, Permission.ORGANIZATION_MANAGE);

    assertThat(apply(bearer, FILE.formatted("tried"), "?dry-run=true").status()).isEqualTo(200);
    assertThat(rows("olga")).isEmpty();
    assertThat(apply(bearer, FILE.formatted("second"), "").status()).isEqualTo(200);
    assertThat(apply(bearer, FILE.formatted("second"), "").status()).isEqualTo(200);

    assertThat(rows("olga"))
        .extracting(row -> row.get("action"))
        .containsExactly("key.revoke", "service-account.create", "key.create", "config.apply");
    Map<String, Object> applied = rows("olga").getLast();
    assertThat(applied)
        .containsEntry("surface", "api")
        .containsEntry("actor_kind", "user")
        .containsEntry("file", "team.yaml")
        .containsEntry("keys", "1 created, 0 updated, 1 removed");
    assertThat(applied.get("after").toString())
        .contains("default/second")
        .doesNotContain("vk-lw-", "providers");
  }

  @Test
  void nobodyElseAppliesAFile() {
    gateway
        .bean(JdbcClient.class)
        .sql("insert into organizations (id, name) values ('o2', 'elsewhere')")
        .update();
    String key = ACTORS.allowed("karl", organization, Permission.VIRTUAL_KEYS_MANAGE);
    String stranger =
        ACTORS.user("sue", "o2", Grant.everywhere("o2", BuiltInRole.ADMIN.permissions()));

    assertThat(apply(key, FILE.formatted("x"), "").status()).isEqualTo(403);
    assertThat(apply(stranger, FILE.formatted("x"), "").status()).isEqualTo(403);
    assertThat(apply(stranger, FILE.formatted("x"), "?dry-run=true").status()).isEqualTo(403);
  }

  @Test
  void aNewAdminTokenIsWrittenDown() {
    gateway.bean(AdminTokens.class).reset("spare");

    assertThat(rows("system")).extracting(row -> row.get("action")).contains("admin-token.reset");
  }
}
