package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.limits.LimitQuery;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.tenants.Tenants;
import dev.serai.testing.GatewayUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionSweepTest {
  private static GatewayUnderTest gateway;
  private static String organization;

  @BeforeAll
  static void start() {
    gateway = GatewayUnderTest.with("organization: acme\nprojects: [ { name: p } ]\n").start();
    organization = gateway.bean(Tenants.class).ofInstallation().id();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static void session(String id, String expires, String ended) {
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    String principal =
        gateway
            .bean(Tenants.class)
            .principal(organization, Tenants.Principal.Kind.USER, "ada")
            .id();
    jdbc.sql(
            """
            insert into sessions (id, organization_id, project_id, principal_id, sid, tool, device,
              started_at, expires_at, ended_at, ended_by, revision)
            select ?, organization_id, id, ?, 'sid', 'claude', 'laptop', now() - interval '1 day',
              now() + ?::interval, now() + ?::interval, ?, 0
            from projects where name = 'p'
            """)
        .params(id, principal, expires, ended, ended == null ? "" : "revoked")
        .update();
  }

  @Test
  void endsWhatHasReachedItsTimeInTheDatabaseToo() {
    session("over", "-1 minute", null);
    session("open", "1 hour", null);

    gateway.bean(SessionSweep.class).sweep();

    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    assertThat(
            jdbc.sql("select ended_by, ended_at = expires_at as on_time from sessions where id = ?")
                .param("over")
                .query()
                .singleRow())
        .containsEntry("ended_by", "duration")
        .containsEntry("on_time", true);
    assertThat(
            jdbc.sql("select ended_by from sessions where id = 'open'")
                .query(String.class)
                .single())
        .isEmpty();
  }

  @Test
  void takesTheLimitsOfSessionsAwayThatEndedLongAgo() {
    session("old", "1 hour", "-2 hours");
    session("fresh", "1 hour", "-1 minute");
    session("running", "1 hour", null);
    ManagedLimits limits = gateway.bean(ManagedLimits.class);
    for (String id : new String[] {"old", "fresh", "running"})
      limits.create(NewLimit.of(Scope.SESSION, id, Measure.REQUESTS, "total", "5").unreachable());

    gateway.bean(SessionSweep.class).clean();

    assertThat(limits.list(LimitQuery.all()).items())
        .extracting(stored -> stored.limit().target())
        .containsExactlyInAnyOrder("fresh", "running");
  }
}
