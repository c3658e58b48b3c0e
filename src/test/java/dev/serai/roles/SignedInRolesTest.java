package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.AdminTokens;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From an access token to what its user may do. */
class SignedInRolesTest {
  private static TokenIssuer issuer;
  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    issuer = TokenIssuer.start();
    gateway =
        GatewayUnderTest.with("")
            .property("serai.keycloak.url", issuer.url())
            .property("serai.keycloak.client-secret", "none")
            .start();
    admin = calls(gateway.bean(AdminTokens.class).reset("operator").reveal());
    calls(issuer.token("first", "sid-first")).get("/api/permissions"); // becomes admin
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static AdminCalls calls(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  /** A token issued after they left. */
  private static User back(String name) {
    return gateway
        .bean(Users.class)
        .signed(
            new SignedUser(
                "subject-of-" + name,
                name,
                "",
                "",
                List.of(),
                Set.of(),
                Instant.now().plusSeconds(60)));
  }

  private static Reply key(AdminCalls by, String name) {
    return by.post(
        "/api/api-keys",
        "{\"name\": \"%s\", \"permissions\": [\"apiKeys:view\", \"apiKeys:manage\"]}"
            .formatted(name));
  }

  private static String bind(String kind, String subject, String role, String at, String place) {
    return admin
        .post(
            "/api/role-bindings",
            """
            {"subject": {"kind": "%s", "id": "%s"}, "role": "%s",
             "place": {"kind": "%s", "id": "%s"}}
            """
                .formatted(kind, subject, role, at, place))
        .text("/id");
  }

  /** Actions told of a thing, with who did it. */
  private static List<String> audited(String resourceId) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            "select action || ' ' || actor_name from audit_log where resource_id = ? order by number")
        .param(resourceId)
        .query(String.class)
        .list();
  }

  private static String idOf(String name) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select id from principals where name = ?")
        .param(name)
        .query(String.class)
        .single();
  }

  @Test
  void aBindingHoldsForATokenThatWasThereBefore() {
    AdminCalls ann = calls(issuer.token("ann", "sid-ann"));
    assertThat(ann.get("/api/permissions").status()).isEqualTo(200);
    assertThat(ann.get("/api/roles").status()).isEqualTo(403);

    Reply bound =
        admin.post(
            "/api/role-bindings",
            "{\"subject\": {\"kind\": \"user\", \"id\": \"%s\"}, \"role\": \"auditor\"}"
                .formatted(idOf("ann")));
    assertThat(bound.status()).isEqualTo(201);
    assertThat(ann.get("/api/roles").status()).isEqualTo(200);

    admin.delete("/api/role-bindings/" + bound.text("/id"));
    assertThat(ann.get("/api/roles").status()).isEqualTo(403);
  }

  @Test
  void theApiKeysOfALeaverEndWithTheOnesThatTheyMade() {
    AdminCalls fay = calls(issuer.token("fay", "sid-fay"));
    fay.get("/api/permissions");
    bind("user", idOf("fay"), "admin", "organization", "");
    Reply own = key(fay, "fay one");
    Reply made = key(calls(own.text("/secret")), "fay two");
    Reply others = key(admin, "of the installation");

    gateway.bean(Users.class).leave(idOf("fay"), Instant.now());

    for (Reply ended : List.of(own, made)) {
      assertThat(calls(ended.text("/secret")).get("/api/api-keys").code())
          .isEqualTo("api_key_revoked");
      assertThat(audited(ended.text("/key/id"))).last().isEqualTo("api-key.revoke keycloak");
    }
    assertThat(calls(others.text("/secret")).get("/api/api-keys").status()).isEqualTo(200);
  }

  @Test
  void whoComesBackHasNoRoleFromBefore() {
    calls(issuer.token("gus", "sid-gus")).get("/api/permissions");
    String gus = idOf("gus");
    String bound = bind("user", gus, "admin", "organization", "");

    gateway.bean(Users.class).leave(gus, Instant.now());
    User back = back("gus");

    assertThat(back.status()).isEqualTo(User.Status.ACTIVE);
    assertThat(back.id()).isEqualTo(gus);
    assertThat(
            gateway
                .bean(RoleGrants.class)
                .of(back.organizationId(), gus, List.of(), Set.of())
                .allows(Permission.ROLES_MANAGE, Place.organization(back.organizationId())))
        .isFalse();
    assertThat(audited(bound)).last().isEqualTo("role-binding.delete keycloak");
  }

  @Test
  void aDeletedTeamTakesItsRolesAlong() {
    String team = admin.post("/api/teams", "{\"name\": \"gone\"}").text("/id");
    calls(issuer.token("hal", "sid-hal")).get("/api/permissions");
    String ofTeam = bind("team", team, "viewer", "organization", "");
    String inTeam = bind("user", idOf("hal"), "team-admin", "team", team);
    assertThat(ofTeam).isNotEmpty();
    assertThat(inTeam).isNotEmpty();

    assertThat(admin.delete("/api/teams/" + team).status()).isEqualTo(204);

    for (String id : List.of(ofTeam, inTeam)) {
      assertThat(admin.get("/api/role-bindings/" + id).status()).isEqualTo(404);
      assertThat(audited(id)).contains("role-binding.delete operator");
    }
  }

  @Test
  void aTeamThatStaysKeepsItsRoles() {
    calls(issuer.token("ivy", "sid-ivy", claims -> claims.claim("groups", List.of("/kept"))))
        .get("/api/permissions");
    String team =
        gateway
            .bean(JdbcClient.class)
            .sql("select id from teams where name = 'kept'")
            .query(String.class)
            .single();
    String bound = bind("team", team, "viewer", "organization", "");

    assertThat(admin.delete("/api/teams/" + team).code()).isEqualTo("team_not_empty");

    assertThat(admin.get("/api/role-bindings/" + bound).status()).isEqualTo(200);
    assertThat(audited(bound)).doesNotContain("role-binding.delete operator");
  }

  @Test
  void aRoleOfTheRealmIsABuiltInRole() {
    AdminCalls bob =
        calls(
            issuer.token(
                "bob",
                "sid-bob",
                claims -> claims.claim("realm_access", Map.of("roles", List.of("serai-admin")))));

    assertThat(bob.get("/api/api-keys").status()).isEqualTo(200);
  }

  @Test
  void aGroupMakesAMemberOfTheTeam() {
    AdminCalls cat =
        calls(
            issuer.token("cat", "sid-cat", claims -> claims.claim("groups", List.of("/platform"))));

    assertThat(cat.get("/api/limits").status()).isEqualTo(200);
    assertThat(cat.get("/api/role-bindings").status()).isEqualTo(403);
  }
}
