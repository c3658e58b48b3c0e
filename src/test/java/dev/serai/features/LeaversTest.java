package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.keys.NewKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Users who are disabled or deleted in Keycloak, on three replicas. */
class LeaversTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static KeycloakRealm realm;
  private static Fleet fleet;
  private static List<GatewayUnderTest> replicas;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    fleet = new Fleet("", Realms.properties(realm));
    replicas = new ArrayList<>(List.of(fleet.gateway));
    for (int i = 0; i < 2; i++) replicas.add(fleet.replica(Realms.properties(realm)));
  }

  @AfterAll
  static void stop() {
    for (GatewayUnderTest replica : replicas.reversed())
      if (replica != fleet.gateway) replica.close();
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(CHAT.reply("m", "ok"));
  }

  private static void awaitRefusal(Client client, String code) throws Exception {
    Eventually.is(code, () -> client.ask(CHAT, "m", false).header("x-serai-refusal").equals(code));
  }

  /** Where a key was not made it is known a moment later, as every change is. */
  private static Client served(GatewayUnderTest replica, String key) throws Exception {
    Client client = new Client(replica.url(), key);
    Eventually.is(
        "the key is known",
        () -> !client.get("/v1/models").header("x-serai-refusal").equals("key_invalid"));
    return client;
  }

  @Test
  void aDisabledUserIsOutOnEveryReplica() throws Exception {
    Employee eve = Employee.of(realm, fleet.gateway);
    String id = eve.id();
    String key = eve.key("laptop");
    eve.session("laptop");
    for (GatewayUnderTest replica : replicas) {
      assertThat(served(replica, key).ask(CHAT, "m", false).status()).isEqualTo(200);
      assertThat(eve.withToken(replica).ask(CHAT, "m", false).status()).isEqualTo(200);
    }

    realm.disable(eve.name);

    for (GatewayUnderTest replica : replicas) {
      awaitRefusal(new Client(replica.url(), key), "key_revoked");
      awaitRefusal(eve.withToken(replica), "session_ended");
      Eventually.is("401", () -> eve.api(replica).get("/api/me").status() == 401);
    }
    assertThat(Employee.actions(fleet.gateway, id))
        .containsExactly("user.sign-in keycloak", "user.leave keycloak");
  }

  @Test
  void aDeletedUserIsOutToo() throws Exception {
    Employee bob = Employee.of(realm, fleet.gateway);
    String key = bob.key("laptop");
    bob.session("laptop");

    realm.delete(bob.name);

    for (GatewayUnderTest replica : replicas) {
      awaitRefusal(new Client(replica.url(), key), "key_revoked");
      awaitRefusal(bob.withToken(replica), "session_ended");
    }
  }

  @ParameterizedTest
  @EnumSource
  void runningStreamsOfALeaverAreCut(Dialects dialect) throws Exception {
    Employee eve = Employee.of(realm, fleet.gateway);
    String key = eve.key("laptop");
    eve.session("laptop");
    fleet.first.answer(StreamsTest.stalled(dialect), StreamsTest.stalled(dialect));
    HttpResponse<InputStream> byKey = open(served(replicas.get(1), key), dialect);
    HttpResponse<InputStream> byToken = open(eve.withToken(replicas.get(2)), dialect);

    realm.disable(eve.name);

    String ofKey = rest(byKey);
    String ofToken = rest(byToken);
    // the others have no word for an error in a stream, and are broken off
    if (dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES) {
      assertThat(ofKey).contains("revoked");
      assertThat(ofToken).contains("session ended");
    }
    assertThat(record(1, byKey)).isEqualTo("key_revoked");
    assertThat(record(2, byToken)).isEqualTo("session_ended");
  }

  private static HttpResponse<InputStream> open(Client client, Dialects dialect)
      throws IOException {
    HttpResponse<InputStream> response =
        client.open(dialect.path("m", true), dialect.request("m", "hi", true));
    StreamsTest.readUntil(response.body(), "first");
    return response;
  }

  private static String rest(HttpResponse<InputStream> response) {
    try {
      return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cut) {
      return "";
    }
  }

  private static Object record(int replica, HttpResponse<InputStream> response) {
    return Records.awaitOf(
            replicas.get(replica),
            response.headers().firstValue("x-serai-request-id").orElseThrow())
        .get("reason");
  }

  @Test
  void whoComesBackGetsNewKeysAndTheOldOnesStayDead() throws Exception {
    Employee eve = Employee.of(realm, fleet.gateway);
    String id = eve.id();
    String old = eve.key("laptop");
    realm.disable(eve.name);
    awaitRefusal(new Client(fleet.gateway.url(), old), "key_revoked");

    realm.enable(eve.name);
    assertThat(eve.api().get("/api/me").status()).isEqualTo(401);
    eve.signIn();
    // a token of the second in which the user left is not told from one from before
    Eventually.is(
        "back",
        () -> {
          eve.tokens = eve.browser.refresh(eve.tokens);
          return eve.api().get("/api/me").status() == 200;
        });

    String fresh = eve.key("laptop");
    assertThat(eve.id()).isEqualTo(id);
    assertThat(served(replicas.get(1), fresh).ask(CHAT, "m", false).status()).isEqualTo(200);
    for (GatewayUnderTest replica : replicas)
      assertThat(new Client(replica.url(), old).ask(CHAT, "m", false).header("x-serai-refusal"))
          .isEqualTo("key_revoked");
  }

  @Test
  void aKeyInTheNameOfALeaverDiesWhereverItIs() throws Exception {
    Employee eve = Employee.of(realm, fleet.gateway);
    String id = eve.id();
    String key =
        fleet
            .gateway
            .bean(VirtualKeys.class)
            .create(NewKey.named("of-" + eve.name, "checkout"))
            .secret()
            .reveal();
    fleet
        .gateway
        .bean(JdbcClient.class)
        .sql("update virtual_keys set principal_id = ? where name = ?")
        .params(id, "of-" + eve.name)
        .update();
    assertThat(new Client(fleet.gateway.url(), key).ask(CHAT, "m", false).status()).isEqualTo(200);

    realm.disable(eve.name);

    awaitRefusal(new Client(fleet.gateway.url(), key), "key_revoked");
  }

  @Test
  void afterTheConnectionOfTheFollowerBrokeKeycloakIsStillFollowed() throws Exception {
    Employee eve = Employee.of(realm, fleet.gateway);
    String key = eve.key("laptop");
    assertThat(replicas.stream().filter(Realms::follows)).hasSize(1);

    fleet
        .gateway
        .bean(JdbcClient.class)
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
                + " 'serai-leader' and datname = current_database()")
        .query(Boolean.class)
        .list();
    realm.disable(eve.name);

    awaitRefusal(new Client(replicas.get(2).url(), key), "key_revoked");
    Eventually.is("one", () -> replicas.stream().filter(Realms::follows).count() == 1);
  }
}
