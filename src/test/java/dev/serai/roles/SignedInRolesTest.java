package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.util.List;
import java.util.Map;
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
