package dev.serai.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.admin.Installation;
import dev.serai.call.RequestId;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RevocationsApiTest {
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static String organization;

  private User user;
  private AdminCalls mine;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with("providers: [ { name: echo, type: echo } ]")
            .bean(ActorSource.class, ACTORS)
            .start();
    organization = gateway.bean(Installation.class).organization();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void signIn() {
    user = signed("");
    sql("insert into sign_ins (sid, principal_id) values ('sid-%1$s', '%1$s')");
    mine = new AdminCalls(gateway.adminUrl(), ACTORS.user(user.id(), organization));
  }

  private static User signed(String at) {
    String subject = RequestId.next();
    return gateway
        .bean(Users.class)
        .signed(
            new SignedUser(
                subject, subject, "", at, List.of(), Set.of(), Instant.now().minusSeconds(60)));
  }

  private AdminCalls manager(String at, Permission... permissions) {
    return new AdminCalls(
        gateway.adminUrl(),
        ACTORS.user(RequestId.next(), at, Grant.everywhere(at, Set.of(permissions))));
  }

  private String session(String device) {
    String id = RequestId.next();
    gateway
        .bean(JdbcClient.class)
        .sql(
            """
            insert into sessions (id, organization_id, project_id, principal_id, sid, tool, device,
              started_at, expires_at, revision)
            values (?, ?, ?, ?, ?, 'claude', ?, now(), now() + interval '1 hour', 0)
            """)
        .params(id, organization, user.personalProjectId(), user.id(), "sid-" + user.id(), device)
        .update();
    return id;
  }

  private void sql(String statement) {
    gateway.bean(JdbcClient.class).sql(statement.formatted(user.id())).update();
  }

  private String state(String table, String column, String key, String id) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select " + column + " from " + table + " where " + key + " = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  @Test
  void allOfAUserEndsAtOnceAndIsWrittenDown() {
    String key = mine.post("/api/me/keys", "{\"device\": \"laptop\"}").text("/key/id");
    String session = session("laptop");

    Reply revoked =
        manager(organization, Permission.USERS_MANAGE)
            .post("/api/users/" + user.id() + "/revoke", "");

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.text("/keys/0")).isEqualTo(key);
    assertThat(revoked.text("/sessions/0")).isEqualTo(session);
    assertThat(revoked.text("/signIns/0")).isEqualTo("sid-" + user.id());
    assertThat(state("virtual_keys", "status", "id", key)).isEqualTo("revoked");
    assertThat(state("sessions", "ended_by", "id", session)).isEqualTo("revoked");
    assertThat(state("sign_ins", "(ended_at is not null)::text", "sid", "sid-" + user.id()))
        .isEqualTo("true");
    User after = gateway.bean(Users.class).of(user.id()).orElseThrow();
    assertThat(after.status()).isEqualTo(User.Status.ACTIVE);
    assertThat(after.notBefore()).isNotNull();
    assertThat(
            state("audit_log", "after::text", "action = 'user.revoke' and resource_id", user.id()))
        .contains(key, session);
  }

  /** As when they were let in before, and waited until the revocation was done. */
  @Test
  void whatIsMadeWhileAUserIsRevokedDoesNotSurviveIt() {
    manager(organization, Permission.USERS_MANAGE).post("/api/users/" + user.id() + "/revoke", "");

    Reply key = mine.post("/api/me/keys", "{\"device\": \"laptop\"}");
    Reply session = mine.post("/api/sessions", "{\"tool\": \"claude\", \"device\": \"laptop\"}");

    assertThat(key.status()).isEqualTo(401);
    assertThat(key.code()).isEqualTo("sign_in_ended");
    assertThat(session.status()).isEqualTo(401);
    assertThat(session.code()).isEqualTo("sign_in_ended");
    assertThat(mine.get("/api/me/keys").body().at("/items")).isEmpty();
    assertThat(mine.get("/api/me/sessions").body().at("/items")).isEmpty();
  }

  @Test
  void aDeviceEndsAndTheOthersGoOn() {
    String lost = mine.post("/api/me/keys", "{\"device\": \"lost phone\"}").text("/key/id");
    String kept = mine.post("/api/me/keys", "{\"device\": \"laptop\"}").text("/key/id");
    String there = session("lost phone");
    String here = session("laptop");

    Reply revoked = mine.post("/api/me/devices/lost%20phone/revoke", "");

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(state("virtual_keys", "status", "id", lost)).isEqualTo("revoked");
    assertThat(state("virtual_keys", "status", "id", kept)).isEqualTo("active");
    assertThat(state("sessions", "ended_by", "id", there)).isEqualTo("revoked");
    assertThat(state("sessions", "ended_by", "id", here)).isEmpty();
    assertThat(state("sign_ins", "(ended_at is null)::text", "sid", "sid-" + user.id()))
        .isEqualTo("true");
  }

  @Test
  void aDeviceOfSomebodyIsEndedByWhoManagesUsers() {
    String key = mine.post("/api/me/keys", "{\"device\": \"laptop\"}").text("/key/id");

    Reply revoked =
        manager(organization, Permission.USERS_MANAGE)
            .post("/api/users/" + user.id() + "/devices/laptop/revoke", "");

    assertThat(revoked.text("/keys/0")).isEqualTo(key);
    assertThat(state("virtual_keys", "status", "id", key)).isEqualTo("revoked");
  }

  @Test
  void onesDevicesAreListed() {
    String key = mine.post("/api/me/keys", "{\"device\": \"a\"}").text("/key/id");
    session("b");
    session("b");

    Reply all = mine.get("/api/me/devices");
    Reply second = mine.get("/api/me/devices?limit=1&after=a");

    assertThat(all.body().path("items").findValuesAsText("device")).containsExactly("a", "b");
    assertThat(all.text("/items/0/keys/0")).isEqualTo(key);
    assertThat(all.body().at("/items/1/openSessions").intValue()).isEqualTo(2);
    assertThat(all.text("/items/1/lastTool")).isEqualTo("claude");
    assertThat(second.body().path("items").findValuesAsText("device")).containsExactly("b");
  }

  @Test
  void itTakesThePermissionAndTheSameOrganization() {
    gateway.bean(Tenants.class).organization("elsewhere");
    User stranger = signed("elsewhere");
    String path = "/api/users/" + user.id() + "/revoke";

    assertThat(manager(organization, Permission.USERS_VIEW).post(path, "").status()).isEqualTo(403);
    assertThat(
            manager(organization, Permission.USERS_MANAGE)
                .post("/api/users/" + stranger.id() + "/revoke", "")
                .status())
        .isEqualTo(404);
    assertThat(manager(stranger.organizationId(), Permission.USERS_MANAGE).post(path, "").status())
        .isEqualTo(404);
    assertThat(gateway.bean(Users.class).of(user.id()).orElseThrow().notBefore()).isNull();
  }
}
