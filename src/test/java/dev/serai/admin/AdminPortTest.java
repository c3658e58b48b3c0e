package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.AdminServer;
import dev.serai.testing.AdminServer.Reply;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminPortTest {
  @TempDir static Path secrets;
  private static TestDatabase database;
  private static AdminServer server;

  @BeforeAll
  static void start() {
    database = TestDatabase.migrated();
    server = AdminServer.on(database, secrets);
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/keys",
        "/api/nothing",
        "/api",
        "//api/keys",
        "/x/../api/keys",
        "/api;v=1/keys",
        "/%61pi/keys",
        "/api/openapi.json/../keys"
      })
  void aRequestWithoutATokenGetsNothing(String path) {
    Reply reply = server.send(server.request(path));

    assertThat(reply.status()).isIn(400, 401, 404);
    assertThat(reply.raw().body()).doesNotContain("\"keys\"");
  }

  @Test
  void saysThatATokenIsMissing() {
    Reply reply = server.send(server.request("/api/keys"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.body().at("/code").textValue()).isEqualTo("token_missing");
    assertThat(reply.body().at("/status").intValue()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer serai-admin-0", "Bearer ", "Basic YTpi", "bearer"})
  void refusesAWrongToken(String header) {
    Reply reply = server.send(server.request("/api/keys").header("Authorization", header));

    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void anUnknownPathIsAProblem() {
    Reply reply = server.get("/api/nothing");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.body().at("/code").textValue()).isEqualTo("not_found");
  }

  @Test
  void aWrongMethodSaysWhichAreServed() {
    Reply reply = server.patch("/api/keys", "{}");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).contains("GET", "POST");
    assertThat(reply.body().at("/code").textValue()).isEqualTo("method_not_allowed");
  }

  @Test
  void anUnreadableBodySaysWhereAndRepeatsNothing() {
    Reply reply = server.post("/api/keys", "{\"name\": \"CANARY\",\n  oops}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/code").textValue()).isEqualTo("unreadable_json");
    assertThat(reply.body().at("/detail").textValue()).contains("line 2");
    assertThat(reply.raw().body()).doesNotContain("CANARY").doesNotContain("oops");
  }

  @Test
  void aMissingBodyIsAProblem() {
    Reply reply = server.post("/api/keys", "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/code").textValue()).isEqualTo("unreadable_body");
  }

  @Test
  void aListIsNoKey() {
    Reply reply = server.post("/api/keys", "[1]");

    assertThat(reply.status()).isIn(400, 422);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void anUnknownIdIsAProblem() {
    Reply reply = server.get("/api/keys/nope");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body().at("/detail").textValue()).isEqualTo("There is no key nope.");
  }

  @Test
  void healthNeedsNoToken() {
    Reply alive = server.send(server.request("/healthz"));
    Reply ready = server.send(server.request("/readyz"));

    assertThat(alive.status()).isEqualTo(200);
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body().at("/checks/snapshots").booleanValue()).isTrue();
  }

  @Test
  void metricsNeedNoToken() {
    Reply metrics = server.send(server.request("/metrics"));

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.header("Content-Type")).startsWith("text/plain");
    assertThat(metrics.raw().body()).contains("jvm_memory_used_bytes");
  }
}
