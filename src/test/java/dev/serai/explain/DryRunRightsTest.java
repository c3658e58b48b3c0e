package dev.serai.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.admin.AdminTokens;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a dry run tells to whom. */
class DryRunRightsTest {
  private static final String SECRET = "vk-lw-0123456789ABCDEFGHJKMNP";
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                projects: [ { name: shop, team: payments } ]
                providers:
                  - name: main
                    type: openai-compatible
                    base-url: "http://127.0.0.1:9/v1"
                    models: [gpt-5]
                    credentials: [ { name: first, secret: sk-first-secret } ]
                keys:
                  - { name: ci, secret: %1$s000 }
                  - { name: spent, secret: %1$s001 }
                limits:
                  - { scope: key, target: spent, measure: requests, window: total, cap: 0 }
                  - { scope: key, target: ci, measure: requests, window: total, cap: 100 }
                """
                    .formatted(SECRET))
            .bean(ActorSource.class, ACTORS)
            .start();
    admin =
        new AdminCalls(gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("test").reveal());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whoMayNotSeeAKeyMayNotAskForIt() {
    String own = gateway.bean(Tenants.class).ofInstallation().id();
    String other = gateway.bean(Tenants.class).organization("elsewhere").id();
    Set<Permission> view = Set.of(Permission.ROUTING_POLICIES_VIEW);
    AdminCalls planner =
        new AdminCalls(
            gateway.adminUrl(), ACTORS.user("planner", own, Grant.everywhere(own, view)));
    AdminCalls stranger =
        new AdminCalls(
            gateway.adminUrl(), ACTORS.user("stranger", other, Grant.everywhere(other, view)));
    String path = "/api/policies/dry-run";

    assertThat(planner.post(path, "{\"model\": \"gpt-5\"}").status()).isEqualTo(200);
    assertThat(planner.post(path, "{\"model\": \"gpt-5\", \"key\": \"ci\"}").status())
        .isEqualTo(404);
    assertThat(planner.post(path, "{\"model\": \"gpt-5\", \"project\": \"shop\"}").status())
        .isEqualTo(404);
    assertThat(stranger.post(path, "{\"model\": \"gpt-5\"}").status()).isEqualTo(403);
  }

  private static AdminCalls user(String name, Permission... permissions) {
    String own = gateway.bean(Tenants.class).ofInstallation().id();
    return new AdminCalls(
        gateway.adminUrl(), ACTORS.user(name, own, Grant.everywhere(own, Set.of(permissions))));
  }

  private static int audited(String action, String actor) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select count(*) from audit_log where action = ? and actor_id = ?")
        .params(action, actor)
        .query(Integer.class)
        .single();
  }

  /** Of a user who never calls. */
  private static void personalProject(String name) {
    String own = gateway.bean(Tenants.class).ofInstallation().id();
    String owner =
        gateway.bean(Tenants.class).principal(own, Tenants.Principal.Kind.USER, name).id();
    gateway
        .bean(JdbcClient.class)
        .sql(
            """
            insert into projects (id, organization_id, name, personal, owner_id)
            values (?, ?, ?, true, ?)
            """)
        .params("personal-" + name, own, "personal/" + name, owner)
        .update();
  }

  @Test
  void somebodyElsesPersonalProjectIsForThoseWhoMaySeeIt() {
    personalProject("pat");
    AdminCalls planner =
        user("planner-2", Permission.ROUTING_POLICIES_VIEW, Permission.PROJECTS_VIEW);
    AdminCalls trusted =
        user(
            "trusted",
            Permission.ROUTING_POLICIES_VIEW,
            Permission.PROJECTS_VIEW,
            Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL);
    String path = "/api/policies/dry-run";
    String question = "{\"model\": \"gpt-5\", \"project\": \"personal/pat\"}";

    assertThat(planner.post(path, question).status()).isEqualTo(404);
    assertThat(audited("project.view-other-personal", "planner-2")).isZero();
    assertThat(trusted.post(path, question).status()).isEqualTo(200);
    assertThat(audited("project.view-other-personal", "trusted")).isEqualTo(1);
  }

  @Test
  void oneDryRunIsOneReadOfAPersonalKey() {
    personalProject("quin");
    gateway
        .bean(JdbcClient.class)
        .sql(
            """
            insert into virtual_keys (id, project_id, principal_id, name, hash, prefix, last_four,
              created_at, updated_at, revision)
            select 'quins-key', p.id, p.owner_id, 'quins', sha256('quin'), 'vk-lw-0', '0000', now(),
              now(), 1
            from projects p where p.id = 'personal-quin'
            """)
        .update();
    AdminCalls reader =
        user(
            "reader",
            Permission.ROUTING_POLICIES_VIEW,
            Permission.VIRTUAL_KEYS_VIEW,
            Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL);

    assertThat(
            reader
                .post("/api/policies/dry-run", "{\"model\": \"gpt-5\", \"key\": \"quins\"}")
                .status())
        .isEqualTo(200);

    assertThat(audited("key.view-other-personal", "reader")).isEqualTo(1);
  }

  @Test
  void whatLimitsLeaveIsForThoseWhoMaySeeThem() {
    AdminCalls planner =
        user("planner-3", Permission.ROUTING_POLICIES_VIEW, Permission.VIRTUAL_KEYS_VIEW);
    String path = "/api/policies/dry-run";

    Reply passes = planner.post(path, "{\"model\": \"gpt-5\", \"key\": \"ci\"}");
    Reply refused = planner.post(path, "{\"model\": \"gpt-5\", \"key\": \"spent\"}");

    assertThat(passes.body().at("/limits")).isEmpty();
    assertThat(passes.text("/steps/4/outcome")).isEqualTo("passed");
    assertThat(refused.body().at("/limits")).isEmpty();
    assertThat(refused.text("/refusal/code"))
        .isEqualTo(ask("{\"model\": \"gpt-5\", \"key\": \"spent\"}").text("/refusal/code"));
    assertThat(refused.text("/refusal/message")).contains("gatewayBudgets:view");
    assertThat(refused.raw().body()).doesNotContain("0 requests", "requests in all");
    assertThat(ask("{\"model\": \"gpt-5\", \"key\": \"ci\"}").body().at("/limits")).isNotEmpty();
  }

  private static Reply ask(String question) {
    return admin.post("/api/policies/dry-run", question);
  }
}
