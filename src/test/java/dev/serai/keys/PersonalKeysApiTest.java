package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Actor;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.admin.ActorSource;
import dev.serai.admin.Installation;
import dev.serai.call.RequestId;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PersonalKeysApiTest {
  private static final TestActors ACTORS = new TestActors();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static GatewayUnderTest gateway;
  private static String organization;

  private User user;
  private AdminCalls mine;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers: [ { name: echo, type: echo } ]
                """)
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
    user = signed(RequestId.next());
    mine = as(user);
  }

  private static User signed(String subject) {
    return gateway
        .bean(Users.class)
        .signed(
            new SignedUser(
                subject, subject, "", "", List.of(), Set.of(), Instant.now().minusSeconds(60)));
  }

  private static AdminCalls as(User user) {
    signedIn(gateway, "sid-" + user.id(), user);
    return new AdminCalls(gateway.adminUrl(), ACTORS.user(user.id(), organization));
  }

  private static void signedIn(GatewayUnderTest at, String sid, User user) {
    at.bean(JdbcClient.class)
        .sql("insert into sign_ins (sid, principal_id) values (?, ?)")
        .params(sid, user.id())
        .update();
  }

  @Test
  void aKeyOfOnesOwnShowsItsSecretOnceAndWorksInThePersonalProject() throws Exception {
    Reply created = mine.post("/api/me/keys", "{\"device\": \"laptop\", \"tool\": \"claude\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("/key/name")).isEqualTo("device-laptop");
    assertThat(created.text("/key/device")).isEqualTo("laptop");
    assertThat(created.text("/key/principalId")).isEqualTo(user.id());
    assertThat(created.text("/key/projectId")).isEqualTo(user.personalProjectId());
    assertThat(created.body().at("/key/personal").booleanValue()).isTrue();
    assertThat(created.text("/key/policy")).isEmpty();
    assertThat(created.text("/key/metadata/tool")).isEqualTo("claude");
    assertThat(call(created.text("/secret"))).isEqualTo(200);
    Reply read = mine.get("/api/me/keys/" + created.text("/key/id"));
    assertThat(read.body()).isEqualTo(created.body().at("/key"));
    assertThat(read.raw().body()).doesNotContain(created.text("/secret"));
  }

  @Test
  void aDeviceHasOneKeyThatIsReplacedOnlyWhenAskedTo() throws Exception {
    Reply first = mine.post("/api/me/keys", "{\"device\": \"laptop\"}");
    Reply other = mine.post("/api/me/keys", "{\"device\": \"desktop\"}");
    Reply second = mine.post("/api/me/keys", "{\"device\": \"laptop\"}");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("device_has_key");
    assertThat(second.text("/detail")).contains(first.text("/key/id"), "Rotate", "replace");

    Reply third = mine.post("/api/me/keys", "{\"device\": \"laptop\", \"replace\": true}");

    assertThat(third.status()).isEqualTo(201);
    assertThat(call(first.text("/secret"))).isEqualTo(401);
    assertThat(call(other.text("/secret"))).isEqualTo(200);
    assertThat(call(third.text("/secret"))).isEqualTo(200);
    assertThat(actions()).containsExactly("key.create", "key.create", "key.revoke", "key.create");
  }

  @Test
  void withoutADeviceThereIsOneKeyToo() {
    assertThat(mine.post("/api/me/keys", "").text("/key/name")).isEqualTo("default");
    assertThat(mine.post("/api/me/keys", "{}").code()).isEqualTo("device_has_key");
  }

  @Test
  void aKeyThatHasExpiredIsInNobodysWay() {
    Reply first = mine.post("/api/me/keys", "{\"expiresAt\": \"2050-01-01T00:00:00Z\"}");
    gateway
        .bean(JdbcClient.class)
        .sql("update virtual_keys set expires_at = now() - interval '1 s' where id = ?")
        .param(first.text("/key/id"))
        .update();

    assertThat(mine.post("/api/me/keys", "").status()).isEqualTo(201);
    assertThat(mine.get("/api/me/keys/" + first.text("/key/id")).text("/status"))
        .isEqualTo("revoked");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(mine.post("/api/me/keys", "{\"device\": \"-x\"}").text("/errors/0/field"))
        .isEqualTo("device");
    assertThat(
            mine.post("/api/me/keys", "{\"expiresAt\": \"2001-01-01T00:00:00Z\"}")
                .text("/errors/0/field"))
        .isEqualTo("expiresAt");
    assertThat(mine.get("/api/me/keys?status=dead").text("/errors/0/field")).isEqualTo("status");
  }

  @Test
  void aRepeatedCreateIsAnsweredAsTheFirstTime() {
    Reply first = mine.post("/api/me/keys", "{}", "Idempotency-Key", "one");
    Reply second = mine.post("/api/me/keys", "{}", "Idempotency-Key", "one");
    Reply others =
        as(signed(RequestId.next())).post("/api/me/keys", "{}", "Idempotency-Key", "one");

    assertThat(second.raw().body()).isEqualTo(first.raw().body());
    assertThat(others.text("/secret")).isNotEqualTo(first.text("/secret"));
  }

  @Test
  void onesOwnKeysAreListedInPages() {
    as(signed(RequestId.next())).post("/api/me/keys", "{}");
    for (String device : List.of("a", "b", "c"))
      mine.post("/api/me/keys", "{\"device\": \"" + device + "\"}");

    Reply first = mine.get("/api/me/keys?limit=2");
    Reply second = mine.get("/api/me/keys?limit=2&after=" + first.text("/next"));

    assertThat(first.body().at("/items").findValuesAsText("device")).containsExactly("c", "b");
    assertThat(second.body().at("/items").findValuesAsText("device")).containsExactly("a");
    assertThat(second.text("/next")).isEmpty();
    assertThat(first.raw().body()).doesNotContain("\"secret\"");
    mine.delete("/api/me/keys/" + first.text("/items/0/id"));
    assertThat(mine.get("/api/me/keys?status=active").body().at("/items")).hasSize(2);
    assertThat(mine.get("/api/me/keys?status=revoked").text("/items/0/device")).isEqualTo("c");
  }

  @Test
  void aRevokedKeyIsDeadAndStaysSo() throws Exception {
    Reply created = mine.post("/api/me/keys", "{}");
    String path = "/api/me/keys/" + created.text("/key/id");

    assertThat(mine.delete(path).status()).isEqualTo(204);

    assertThat(call(created.text("/secret"))).isEqualTo(401);
    assertThat(mine.delete(path).status()).isEqualTo(204);
    assertThat(mine.post(path + "/rotate", "").code()).isEqualTo("key_revoked");
    assertThat(actions()).startsWith("key.create", "key.revoke");
  }

  @Test
  void aRotatedKeyGetsANewSecret() throws Exception {
    Reply created = mine.post("/api/me/keys", "{}");

    Reply rotated =
        mine.post("/api/me/keys/" + created.text("/key/id") + "/rotate", "{\"grace\": \"PT0S\"}");

    assertThat(rotated.status()).isEqualTo(200);
    assertThat(call(created.text("/secret"))).isEqualTo(401);
    assertThat(call(rotated.text("/secret"))).isEqualTo(200);
    assertThat(actions()).containsExactly("key.create", "key.rotate");
  }

  @Test
  void somebodyElsesKeyIsNotThere() throws Exception {
    Reply created = mine.post("/api/me/keys", "{}");
    AdminCalls stranger = as(signed(RequestId.next()));
    String path = "/api/me/keys/" + created.text("/key/id");

    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.delete(path).status()).isEqualTo(404);
    assertThat(stranger.post(path + "/rotate", "").status()).isEqualTo(404);
    assertThat(call(created.text("/secret"))).isEqualTo(200);
  }

  @Test
  void programsHaveNoKeysOfTheirOwn() {
    String program =
        ACTORS.add(
            new Actor(Actor.Kind.API_KEY, "p", "p", "", Actor.system(organization).grants()));

    assertThat(new AdminCalls(gateway.adminUrl(), program).get("/api/me/keys").status())
        .isEqualTo(403);
  }

  @Test
  void whoHasLeftGetsNoKey() {
    gateway.bean(Users.class).leave(user.id(), Instant.now());

    assertThat(mine.post("/api/me/keys", "{}").code()).isEqualTo("user_left");
  }

  /** As one who was let in and then waited until somebody else's change was done. */
  @Test
  void aSignInThatEndedMeanwhileGetsNoKeyAndNoNewSecret() throws Exception {
    Reply created = mine.post("/api/me/keys", "{}");
    gateway
        .bean(JdbcClient.class)
        .sql("update sign_ins set ended_at = now() where principal_id = ?")
        .param(user.id())
        .update();

    Reply another = mine.post("/api/me/keys", "{\"device\": \"laptop\"}");
    Reply rotated = mine.post("/api/me/keys/" + created.text("/key/id") + "/rotate", "");

    assertThat(another.status()).isEqualTo(401);
    assertThat(another.code()).isEqualTo("sign_in_ended");
    assertThat(rotated.status()).isEqualTo(401);
    assertThat(rotated.code()).isEqualTo("sign_in_ended");
    assertThat(mine.get("/api/me/keys").body().at("/items")).hasSize(1);
    assertThat(call(created.text("/secret"))).isEqualTo(200);
  }

  @Test
  void noKeyIsMadeThatNoProviderWouldServe() {
    try (GatewayUnderTest bare =
        GatewayUnderTest.with("").bean(ActorSource.class, ACTORS).start()) {
      String home = bare.bean(Installation.class).organization();
      User someone =
          bare.bean(Users.class)
              .signed(new SignedUser("s", "s", "", "", List.of(), Set.of(), Instant.now()));
      signedIn(bare, "sid", someone);
      String bearer =
          ACTORS.add(
              new Actor(
                  Actor.Kind.USER, someone.id(), "s", "sid", new Grants(home, List.<Grant>of())));

      Reply refused = new AdminCalls(bare.adminUrl(), bearer).post("/api/me/keys", "{}");

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("no_eligible_providers");
    }
  }

  private List<String> actions() {
    return gateway
        .bean(JdbcClient.class)
        .sql("select action from audit_log where actor_id = ? and outcome = 'done' order by number")
        .param(user.id())
        .query(String.class)
        .list();
  }

  private static int call(String secret) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .header("Authorization", "Bearer " + secret)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\": \"echo/echo\", \"messages\": [{\"role\": \"user\", \"content\":"
                        + " \"hi\"}]}"))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
  }
}
