package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Secret;
import dev.serai.keys.IssuedKey;
import dev.serai.keys.NewKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet =
        new Fleet(
            """
          - { name: slow, project: checkout, policy: standard, requests-per-minute: 1, secret: "vk-lw-SSSSSSSSSSSSSSSSSSSSSSSSSS" }
          - { name: late, project: checkout, policy: standard, expires-at: "2026-01-01T00:00:00Z", secret: "vk-lw-EEEEEEEEEEEEEEEEEEEEEEEEEE" }
        """);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  private static void nothingWasSent() {
    assertThat(fleet.first.requests()).isEmpty();
    assertThat(fleet.second.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void refusesACallWithoutAKey(Dialects dialect) throws Exception {
    Client.Got got = fleet.client.withKey("").ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("x-serai-refusal")).isEqualTo("key_missing");
    assertThat(got.header("x-should-retry")).isEqualTo("false");
    assertThat(got.text())
        .contains(
            switch (dialect) {
              case ANTHROPIC -> "\"type\":\"authentication_error\"";
              case GEMINI -> "\"status\":\"UNAUTHENTICATED\"";
              case OPENAI_CHAT, OPENAI_RESPONSES -> "\"code\":\"invalid_api_key\"";
            });
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "key_missing")
        .containsEntry("status", 401);
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAKeyThatIsNotKnown(Dialects dialect) throws Exception {
    Client.Got got =
        fleet.client.withKey("vk-lw-00000000000000000000000000").ask(dialect, "m", true);

    assertThat(got.status()).isEqualTo(401);
    assertThat(Records.of(fleet.gateway, got)).containsEntry("reason", "key_invalid");
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnExpiredKey(Dialects dialect) throws Exception {
    Client.Got got =
        fleet.client.withKey("vk-lw-EEEEEEEEEEEEEEEEEEEEEEEEEE").ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).contains("expired");
    assertThat(Records.of(fleet.gateway, got)).containsEntry("reason", "key_expired");
    nothingWasSent();
  }

  private static IssuedKey key(String name) {
    return fleet
        .gateway
        .bean(VirtualKeys.class)
        .create(NewKey.named(name, "checkout").withPolicy("standard"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesARevokedKeyFromTheMomentItIsRevoked(Dialects dialect) throws Exception {
    IssuedKey key = key("revoked-" + dialect);
    Client client = fleet.client.withKey(key.secret().reveal());
    fleet.first.answer(dialect.reply("m", "ok"));
    assertThat(client.ask(dialect, "m", false).status()).isEqualTo(200);
    fleet.reset();

    fleet.gateway.bean(VirtualKeys.class).revoke(key.key().id());
    Client.Got got = client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).contains("revoked");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "key_revoked")
        .containsEntry("key_id", key.key().id());
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void refusesADisabledKeyUntilItIsEnabledAgain(Dialects dialect) throws Exception {
    IssuedKey key = key("disabled-" + dialect);
    Client client = fleet.client.withKey(key.secret().reveal());
    VirtualKeys keys = fleet.gateway.bean(VirtualKeys.class);

    keys.disable(key.key().id());
    Client.Got got = client.ask(dialect, "m", true);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).contains("disabled");
    assertThat(Records.of(fleet.gateway, got)).containsEntry("reason", "key_disabled");
    nothingWasSent();

    keys.enable(key.key().id());
    fleet.first.answer(dialect.reply("m", "ok"));
    assertThat(client.ask(dialect, "m", false).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void takesBothSecretsOfARotatedKeyUntilTheGraceTimeEnds(Dialects dialect) throws Exception {
    IssuedKey key = key("rotated-" + dialect);
    VirtualKeys keys = fleet.gateway.bean(VirtualKeys.class);
    fleet.first.otherwise(dialect.reply("m", "ok"));

    IssuedKey rotated = keys.rotate(key.key().id(), Duration.ofHours(1));

    assertThat(ask(dialect, key).status()).isEqualTo(200);
    assertThat(ask(dialect, rotated).status()).isEqualTo(200);
    IssuedKey again = keys.rotate(key.key().id(), Duration.ZERO);
    assertThat(ask(dialect, rotated).status()).isEqualTo(401);
    assertThat(ask(dialect, again).status()).isEqualTo(200);
  }

  private static Client.Got ask(Dialects dialect, IssuedKey key) throws Exception {
    return fleet.client.withKey(key.secret().reveal()).ask(dialect, "m", false);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAModelThatThePolicyDenies(Dialects dialect) throws Exception {
    Client.Got got =
        fleet.client.ask(dialect, Fleet.provider(dialect, "first") + "/secret-1", false);

    assertThat(got.status())
        .isEqualTo(
            switch (dialect) {
              case OPENAI_CHAT, OPENAI_RESPONSES -> 404;
              case ANTHROPIC, GEMINI -> 403;
            });
    assertThat(got.header("x-serai-refusal")).isEqualTo("model_not_allowed");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("requested_model", Fleet.provider(dialect, "first") + "/secret-1");
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnUnknownModelAndNamesTheNearest(Dialects dialect) throws Exception {
    Client.Got got = fleet.client.ask(dialect, "fasst", false);

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.text()).contains("fast");
    assertThat(Records.of(fleet.gateway, got)).containsEntry("reason", "model_not_found");
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void saysSoWhenTheModelIsServedInAnotherDialect(Dialects dialect) throws Exception {
    String provider = dialect == Dialects.ANTHROPIC ? "openai-first" : "anthropic-first";

    Client.Got got = fleet.client.ask(dialect, provider + "/m", false);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.header("x-serai-refusal")).isEqualTo("dialect_not_served");
    assertThat(got.text()).contains(provider);
    assertThat(Records.of(fleet.gateway, got)).containsEntry("reason", "dialect_not_served");
    nothingWasSent();
  }

  @ParameterizedTest
  @EnumSource
  void refusesBeyondTheKeysRequestsPerMinute(Dialects dialect) throws Exception {
    Client slow = fleet.client.withKey("vk-lw-SSSSSSSSSSSSSSSSSSSSSSSSSS");
    fleet.first.otherwise(dialect.reply("m", "ok"));

    Client.Got got = slow.ask(dialect, "m", false);
    for (int i = 0; i < 3 && got.status() == 200; i++) got = slow.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(429);
    assertThat(Long.parseLong(got.header("retry-after"))).isBetween(1L, 120L);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "rate_limit_exceeded");
  }

  @Test
  void answersAWebSocketUpgradeSoThatCodexFallsBackAtOnce() throws Exception {
    try (java.net.Socket socket =
        new java.net.Socket("127.0.0.1", java.net.URI.create(fleet.gateway.url()).getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET /v1/responses HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"
                      + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer "
                      + GatewayUnderTest.KEY
                      + "\r\n\r\n")
                  .getBytes());
      String status =
          new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream()))
              .readLine();
      assertThat(status).startsWith("HTTP/1.1 426");
    }
  }

  @Test
  void listsModelsInTheShapeOfEachClient() throws Exception {
    assertThat(fleet.client.get("/v1/models").text())
        .startsWith("{\"object\":\"list\"")
        .contains("\"id\":\"m\"");
    assertThat(fleet.client.get("/v1/models?limit=1000", "anthropic-version", "2023-06-01").text())
        .contains("\"has_more\":false")
        .contains("\"type\":\"model\"");
    assertThat(fleet.client.get("/v1beta/models").text()).contains("\"name\":\"models/m\"");
    assertThat(fleet.client.get("/v1/models/m").text()).contains("\"id\":\"m\"");
    assertThat(fleet.client.get("/v1/models/none").status()).isEqualTo(404);
  }

  @Test
  void greetsProbesWithoutAKey() throws Exception {
    Client anonymous = fleet.client.withKey("");
    assertThat(anonymous.send(anonymous.request("/").HEAD().build()).status()).isEqualTo(200);
    assertThat(anonymous.send(anonymous.request("/api/hello").HEAD().build()).status())
        .isEqualTo(200);
    assertThat(anonymous.get("/healthz").status()).isEqualTo(200);
    assertThat(anonymous.get("/readyz").status()).isEqualTo(200);
  }

  @Test
  void recordsARequestThatCouldNotBeRead() throws Exception {
    Client.Got got = fleet.client.post("/v1/messages", "{\"model\":");

    assertThat(got.status()).isEqualTo(400);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "bad_request");
  }

  @Test
  void keepsSecretsOutOfEveryRecord() throws Exception {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "ok"));
    fleet.client.post(
        "/v1/chat/completions?key=" + GatewayUnderTest.KEY,
        Dialects.OPENAI_CHAT.request("m", "hello", false));

    for (Map<String, Object> record : Records.all(fleet.gateway))
      assertThat(record.toString()).doesNotContain(GatewayUnderTest.KEY, Fleet.MAIN);
    assertThat(Secret.of(Fleet.MAIN).toString()).doesNotContain("main");
  }
}
