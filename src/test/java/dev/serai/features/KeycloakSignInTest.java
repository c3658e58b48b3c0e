package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.Dialects;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.KeycloakTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of a real Keycloak, got through its pages. */
class KeycloakSignInTest {
  private static final String SESSION = "{\"tool\":\"claude\",\"device\":\"laptop\"}";

  private static KeycloakRealm realm;
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    fleet =
        new Fleet(
            "",
            Stream.concat(Stream.of(realm.properties()), Stream.of("serai.keycloak.clock-skew=1s"))
                .flatMap(property -> Stream.of(property.split("=", 2)))
                .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(Dialects.ANTHROPIC.reply("m", "ok"));
  }

  private static Client.Got admin(String token, String path) throws IOException {
    return new Client(fleet.gateway.adminUrl(), token).get(path);
  }

  private static String open(String token) throws IOException {
    Client client = new Client(fleet.gateway.adminUrl(), token);
    Client.Got got =
        client.send(
            client
                .request("/api/sessions")
                .POST(HttpRequest.BodyPublishers.ofString(SESSION))
                .build());
    return Person.json(got, 201).path("id").textValue();
  }

  private static Client.Got ask(String token) throws IOException {
    return fleet.client.withKey(token).ask(Dialects.ANTHROPIC, "m", false);
  }

  @Test
  void servesWhoSignedInWithABrowserAlsoAfterARefresh() throws Exception {
    KeycloakTokens tokens = realm.signIn("ada");
    JsonNode me = Person.json(admin(tokens.access(), "/api/me"), 200);
    String session = open(tokens.access());
    KeycloakTokens fresh = realm.signIn().refresh(tokens);

    Client.Got first = ask(tokens.access());
    Client.Got second = ask(fresh.access());

    assertThat(me.path("name").textValue()).isEqualTo("ada");
    assertThat(List.of(first.status(), second.status())).containsOnly(200);
    assertThat(Records.of(fleet.gateway, second))
        .containsEntry("session_id", session)
        .containsEntry("principal_id", me.path("id").textValue());
  }

  @Test
  void servesWhoSignedInWithADevice() throws Exception {
    var device = realm.signIn().startDevice();
    realm.signIn().approve(device, "bob", "bob");
    KeycloakTokens tokens = realm.signIn().poll(device);
    open(tokens.access());

    assertThat(ask(tokens.access()).status()).isEqualTo(200);
  }

  @Test
  void anExpiredTokenIsRefusedAndARefreshGoesOn() throws Exception {
    KeycloakTokens tokens = realm.signIn("ada");
    open(tokens.access());
    realm.setAccessTokenLife(Duration.ofSeconds(1));
    KeycloakTokens brief = realm.signIn().refresh(tokens);
    realm.setAccessTokenLife(Duration.ofMinutes(5));

    Eventually.is(
        "expired", () -> ask(brief.access()).header("x-serai-refusal").equals("token_expired"));
    assertThat(admin(brief.access(), "/api/me").status()).isEqualTo(401);
    assertThat(ask(realm.signIn().refresh(brief).access()).status()).isEqualTo(200);
  }

  @Test
  void takesNeitherIdNorRefreshTokensNorThoseOfAnotherRealm() throws Exception {
    KeycloakTokens tokens = realm.signIn("eve");
    KeycloakTokens elsewhere = KeycloakServer.shared().realm().signIn("eve");

    for (String wrong : List.of(tokens.id(), tokens.refresh(), elsewhere.access())) {
      assertThat(ask(wrong).header("x-serai-refusal")).isEqualTo("token_invalid");
      assertThat(admin(wrong, "/api/me").status()).isEqualTo(401);
    }
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void takesTokensOfTheNewKeyAfterARotation() throws Exception {
    KeycloakTokens before = realm.signIn("bob");
    open(before.access());
    realm.rotateKeys();
    KeycloakTokens after = realm.signIn().refresh(before);

    assertThat(ask(after.access()).status()).isEqualTo(200);
    assertThat(ask(before.access()).status()).isEqualTo(200);
  }

  @Test
  void hasTheTeamsOfTheGroups() throws Exception {
    realm.createUser("grace", List.of("/platform"), List.of("serai-auditor"));
    JsonNode me = Person.json(admin(realm.signIn("grace").access(), "/api/me"), 200);

    assertThat(me.path("teams").get(0).path("name").textValue()).isEqualTo("platform");
    assertThat(me.path("permissions").toString()).contains("auditLog:view");
  }
}
