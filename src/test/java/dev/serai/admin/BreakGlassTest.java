package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.serai.access.Acting.Origin;
import dev.serai.access.Actor;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class BreakGlassTest {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final List<String> rows = new ArrayList<>();

  private BreakGlassUse uses() {
    return new BreakGlassUse(entry -> rows.add(entry.action() + " " + entry.id()), () -> now);
  }

  @Test
  void aTokenWorksAndItsUseIsInTheAuditLogOnce() {
    try (GatewayUnderTest gateway = GatewayUnderTest.with("").start()) {
      AdminCalls admin = admin(gateway);
      admin.send("GET", "/api/keys", "", "User-Agent", "serai/1 (test)");
      assertThat(admin.get("/api/keys").status()).isEqualTo(200);

      assertThat(
              gateway
                  .bean(JdbcClient.class)
                  .sql(
                      """
                      select actor_kind || ' ' || actor_id || ' ' || surface || ' ' || address
                      from audit_log
                      where action = 'break-glass.use'
                      """)
                  .query(String.class)
                  .list())
          .containsExactly("break-glass operator cli 127.0.0.1");
    }
  }

  @Test
  void turnedOffItSaysSo() {
    try (GatewayUnderTest gateway =
        GatewayUnderTest.with("").property("serai.admin.break-glass", false).start()) {
      Reply refused = admin(gateway).get("/api/keys");
      Reply unknown = new AdminCalls(gateway.adminUrl(), "serai-admin-x").get("/api/keys");

      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo("break_glass_off");
      assertThat(unknown.code()).isEqualTo("token_unknown");
    }
  }

  private static AdminCalls admin(GatewayUnderTest gateway) {
    return new AdminCalls(
        gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("operator").reveal());
  }

  @Test
  void eachAddressIsToldOncePerHour() {
    BreakGlassUse uses = uses();
    Actor token = Actor.system("o");
    uses.tell(token, new Origin("api", "10.0.0.1"));
    uses.tell(token, new Origin("api", "10.0.0.1"));
    uses.tell(token, new Origin("api", "10.0.0.2"));
    assertThat(rows).hasSize(2);

    now = now.plus(BreakGlassUse.EACH);
    uses.tell(token, new Origin("api", "10.0.0.1"));
    assertThat(rows).hasSize(3);
  }

  @Test
  void whatCouldNotBeToldIsToldSoon() {
    boolean[] away = {true};
    BreakGlassUse uses =
        new BreakGlassUse(
            entry -> {
              if (away[0]) throw new IllegalStateException("no database");
              rows.add(entry.action());
            },
            () -> now);
    assertThatCode(() -> uses.tell(Actor.system("o"), new Origin("api", "10.0.0.1")))
        .doesNotThrowAnyException();

    away[0] = false;
    now = now.plus(BreakGlassUse.AFTER_FAILURE);
    uses.tell(Actor.system("o"), new Origin("api", "10.0.0.1"));

    assertThat(rows).containsExactly("break-glass.use");
  }

  @Test
  void moreAddressesThanAreKeptAreToldStill() {
    BreakGlassUse uses = uses();
    for (int i = 0; i <= BreakGlassUse.KEPT; i++)
      uses.tell(Actor.system("o"), new Origin("api", "10.0.0." + i));

    assertThat(rows).hasSize(BreakGlassUse.KEPT + 1);
  }
}
