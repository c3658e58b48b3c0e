package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.access.Permission;
import dev.serai.admin.Problem;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiKeysApiTest {
  private static final String PATH = "/api/api-keys";
  private static Acme acme;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    acme = new Acme();
    admin = acme.admin();
  }

  @AfterAll
  static void stop() {
    acme.close();
  }

  private static Reply create(AdminCalls by, String name, String permissions, String expiresAt) {
    String expiry = expiresAt.isEmpty() ? "" : ", \"expiresAt\": \"" + expiresAt + "\"";
    return by.post(
        PATH, "{\"name\": \"" + name + "\", \"permissions\": [" + permissions + "]" + expiry + "}");
  }

  @Test
  void aKeyShowsItsSecretOnceAndMayWhatItSays() {
    Reply created = create(admin, "ci", "\"virtualKeys:view\"", "");
    String secret = created.text("/secret");

    assertThat(created.status()).isEqualTo(201);
    assertThat(secret).matches("sk-serai-[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(acme.as(secret).get("/api/keys").status()).isEqualTo(200);
    assertThat(acme.as(secret).get("/api/limits").status()).isEqualTo(403);
    Reply read = admin.get(PATH + "/" + created.text("/key/id"));
    assertThat(read.body()).isEqualTo(created.body().at("/key"));
    assertThat(read.raw().body() + admin.get(PATH).raw().body()).doesNotContain(secret);
    assertThat(secret).startsWith(read.text("/prefix"));
    assertThat(acme.audited(created.text("/key/id")).toString())
        .contains("api-key.create")
        .doesNotContain(secret);
  }

  @Test
  void aRepeatedCreateIsTheSameKey() {
    String body = "{\"name\": \"again\", \"permissions\": [\"teams:view\"]}";
    Reply first = admin.post(PATH, body, "Idempotency-Key", "k");

    assertThat(admin.post(PATH, body, "Idempotency-Key", "k").body()).isEqualTo(first.body());
    assertThat(admin.post(PATH, body).code()).isEqualTo("name_taken");
  }

  @Test
  void aRevokedKeySaysSo() {
    Reply created = create(admin, "old", "\"teams:view\"", "");
    String path = PATH + "/" + created.text("/key/id");
    String version = admin.get(path).header("ETag");

    assertThat(admin.post(path + "/revoke", "", "If-Match", "\"x\"").status()).isEqualTo(412);
    assertThat(admin.post(path + "/revoke", "", "If-Match", version).status()).isEqualTo(200);

    Reply refused = acme.as(created.text("/secret")).get("/api/permissions");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("api_key_revoked");
    assertThat(create(admin, "old", "\"teams:view\"", "").status()).isEqualTo(201);
  }

  @Test
  void anExpiredKeySaysSo() {
    Instant end = Instant.now().plus(Duration.ofHours(1));
    Secret secret =
        Secret.of(create(admin, "brief", "\"teams:view\"", end.toString()).text("/secret"));
    Instant[] now = {Instant.now()};
    Changes feed = acme.gateway.bean(Changes.class);
    ApiKeyActors later =
        new ApiKeyActors(acme.jdbc(), feed, acme.gateway.bean(Pepper.class), () -> now[0]);
    feed.refreshNow();

    assertThat(later.actor(secret, "")).isPresent();
    now[0] = end;
    assertThatThrownBy(() -> later.actor(secret, ""))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status().value()).isEqualTo(401);
              assertThat(problem.code()).isEqualTo("api_key_expired");
            });
  }

  @Test
  void anUnknownKeySaysSo() {
    Reply refused = acme.as("sk-serai-00000000000000000000000000").get("/api/permissions");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("api_key_unknown");
  }

  @Test
  void nobodyMakesAKeyThatMayMoreThanHimself() {
    AdminCalls limited = acme.with("limited", Permission.API_KEYS_MANAGE, Permission.TEAMS_VIEW);

    Reply more = create(limited, "more", "\"teams:view\", \"users:view\"", "");
    Reply same = create(limited, "same", "\"teams:view\", \"apiKeys:manage\"", "");

    assertThat(more.code()).isEqualTo("more_than_held");
    assertThat(more.text("/detail")).contains("users:view");
    assertThat(same.status()).isEqualTo(201);
    assertThat(create(acme.as(same.text("/secret")), "next", "\"users:view\"", "").code())
        .isEqualTo("more_than_held");
  }

  @Test
  void aKeyDoesNotLiveOnInOneThatItMakes() {
    Instant end = Instant.now().plus(Duration.ofHours(1));
    AdminCalls key =
        acme.as(create(admin, "mother", "\"apiKeys:manage\"", end.toString()).text("/secret"));

    assertThat(create(key, "child", "\"apiKeys:view\"", "").code()).isEqualTo("more_than_held");
    assertThat(create(key, "child", "\"apiKeys:view\"", end.plusSeconds(1).toString()).status())
        .isEqualTo(403);
    assertThat(create(key, "child", "\"apiKeys:view\"", end.minusSeconds(1).toString()).status())
        .isEqualTo(201);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(create(admin, "", "\"teams:view\"", "").text("/errors/0/field")).isEqualTo("name");
    assertThat(create(admin, "x", "", "").text("/errors/0/field")).isEqualTo("permissions");
    assertThat(create(admin, "x", "\"team:view\"", "").text("/detail")).contains("teams:view");
    assertThat(create(admin, "x", "\"teams:view\"", "2020-01-01T00:00:00Z").text("/errors/0/field"))
        .isEqualTo("expiresAt");
  }

  @Test
  void anotherOrganizationsKeyIsNotThere() {
    String id = create(admin, "ours", "\"teams:view\"", "").text("/key/id");

    assertThat(acme.strangersAdmin().get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(acme.strangersAdmin().post(PATH + "/" + id + "/revoke", "").status()).isEqualTo(404);
    assertThat(acme.strangersAdmin().get(PATH).body().at("/items")).isEmpty();
  }

  @Test
  void aKeyIsNoUser() {
    AdminCalls key = acme.as(create(admin, "bot", "\"organization:view\"", "").text("/secret"));

    assertThat(key.get("/api/permissions").status()).isEqualTo(200);
    assertThat(key.get("/api/roles").status()).isEqualTo(403);
  }
}
