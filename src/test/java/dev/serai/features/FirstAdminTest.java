package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who comes first is made administrator, and nobody after that. */
class FirstAdminTest {
  private static final TokenIssuer issuer = TokenIssuer.start();
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with("organization: acme\n")
            .property("serai.keycloak.url", issuer.url())
            .start();
    for (String name : List.of("realm", "lost")) gateway.bean(Tenants.class).organization(name);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static Person person(String name, String organization, String... realmRoles) {
    return new Person(
        gateway,
        issuer,
        name,
        claims ->
            claims
                .claim("organization", organization)
                .claim("realm_access", Map.of("roles", List.of(realmRoles))));
  }

  private static boolean admin(Person person) throws IOException {
    return person.me().path("permissions").toString().contains("users:manage");
  }

  private static AdminCalls breakGlass(GatewayUnderTest of) {
    return new AdminCalls(of.adminUrl(), of.bean(AdminTokens.class).reset("operator").reveal());
  }

  private static String binding(GatewayUnderTest of, String user) {
    return of.bean(JdbcClient.class)
        .sql(
            """
            select b.id from role_bindings b join principals n on n.id = b.subject_id
            where n.name = ?
            """)
        .param(user)
        .query(String.class)
        .single();
  }

  @Test
  void nobodyComesFirstAgainWhenTheAdminTokenTookTheLastAdminsRole() throws Exception {
    assertThat(admin(person("ann", "acme"))).isTrue();

    String path = "/api/role-bindings/" + binding(gateway, "ann");
    assertThat(breakGlass(gateway).delete(path).status()).isEqualTo(204);

    assertThat(admin(person("bob", "acme"))).isFalse();
    assertThat(admin(person("ann", "acme"))).isFalse();
  }

  @Test
  void nobodyComesFirstWhereARoleOfTheRealmMakesAnAdministrator() throws Exception {
    assertThat(admin(person("cat", "realm", "serai-admin"))).isTrue();

    assertThat(admin(person("dan", "realm"))).isFalse();
  }

  @Test
  void nobodyComesFirstAfterTheOnlyAdministratorOfTheRealmLostTheRole() throws Exception {
    assertThat(admin(person("eve", "lost", "serai-admin"))).isTrue();
    assertThat(admin(person("eve", "lost"))).isFalse();

    assertThat(admin(person("fay", "lost"))).isFalse();
  }

  @Test
  void theUserOfTheNamedAddressBecomesItWheneverThereIsNone() throws Exception {
    try (GatewayUnderTest named =
        GatewayUnderTest.with("organization: acme\n")
            .property("serai.keycloak.url", issuer.url())
            .property("serai.admin-email", "gus@example.com")
            .start()) {
      assertThat(admin(new Person(named, issuer, "gus"))).isTrue();
      assertThat(breakGlass(named).delete("/api/role-bindings/" + binding(named, "gus")).status())
          .isEqualTo(204);

      assertThat(admin(new Person(named, issuer, "hal"))).isFalse();
      assertThat(admin(new Person(named, issuer, "gus"))).isTrue();
    }
  }
}
