package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.AdminCalls;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/** Sign-outs, and changes of groups and roles, in Keycloak; seen on two replicas. */
class SignOutsTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static KeycloakRealm realm;
  private static Fleet fleet;
  private static GatewayUnderTest other;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    fleet = new Fleet("", Realms.properties(realm));
    other = fleet.replica(Realms.properties(realm));
  }

  @AfterAll
  static void stop() {
    other.close();
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(CHAT.reply("m", "ok"));
  }

  private static Employee employee(String... groups) {
    return Employee.of(realm, fleet.gateway, List.of(groups), List.of());
  }

  private static void awaitSignedOut(Employee who) throws Exception {
    for (GatewayUnderTest replica : List.of(fleet.gateway, other)) {
      Eventually.is(
          "session ended",
          () ->
              who.withToken(replica)
                  .ask(CHAT, "m", false)
                  .header("x-serai-refusal")
                  .equals("session_ended"));
      Eventually.is("401", () -> who.api(replica).get("/api/me").status() == 401);
    }
  }

  private static int status(String key) throws Exception {
    return new Client(other.url(), key).ask(CHAT, "m", false).status();
  }

  @Test
  void whoIsLoggedOutByAnAdministratorKeepsKeysAndMaySignInAgain() throws Exception {
    Employee ada = employee();
    String id = ada.id();
    String key = ada.key("laptop");
    ada.session("laptop");

    realm.logout(ada.name);

    awaitSignedOut(ada);
    assertThat(ada.withToken(other).ask(CHAT, "m", false).text()).contains("signed out");
    assertThat(status(key)).isEqualTo(200);
    assertThat(Employee.actions(fleet.gateway, id)).contains("user.sign-out keycloak");
    ada.signIn();
    Eventually.is(
        "back",
        () -> {
          ada.tokens = ada.browser.refresh(ada.tokens);
          return ada.api().get("/api/me").status() == 200;
        });
    ada.session("laptop");
    assertThat(ada.withToken(other).ask(CHAT, "m", false).status()).isEqualTo(200);
  }

  @Test
  void aLogoutEndsItsOwnSignInAndNoOther() throws Exception {
    Employee ada = employee();
    ada.session("laptop");
    Employee desk = employee();
    desk.session("desk");

    ada.browser.logout(ada.tokens);

    awaitSignedOut(ada);
    assertThat(desk.withToken(other).ask(CHAT, "m", false).status()).isEqualTo(200);
  }

  @Test
  void aRevokedGrantEndsItsSignIn() throws Exception {
    Employee ada = employee();
    ada.session("laptop");

    ada.browser.revoke(ada.tokens);

    awaitSignedOut(ada);
  }

  @Test
  void aSignInThatAnAdministratorEndsIsOver() throws Exception {
    Employee ada = employee();
    ada.session("laptop");

    realm.admin().deleteSession(ada.tokens.sid(), false);

    awaitSignedOut(ada);
  }

  @Test
  void aSignInThatWasEndedBeforeItWasHeardOfIsNotTaken() throws Exception {
    Employee ada = employee();
    String id = ada.id();
    ada.signIn(); // another one, of which nobody but Keycloak knows
    ada.browser.logout(ada.tokens);

    Eventually.is(
        "heard of",
        () -> Employee.signIns(fleet.gateway, id).contains(ada.tokens.sid() + " ended"));

    assertThat(ada.api(other).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void whatNoEventTellsIsFoundByComparing() throws Exception {
    Employee ada = employee();
    ada.session("laptop");
    Employee bob = employee();
    String key = bob.key("laptop");
    storeEvents(false);
    try {
      realm.admin().deleteSession(ada.tokens.sid(), false);
      realm.delete(bob.name);

      awaitSignedOut(ada);
      Eventually.is("revoked", () -> status(key) == 401);
    } finally {
      storeEvents(true);
    }
  }

  private static void storeEvents(boolean stored) {
    RealmRepresentation changed = realm.admin().toRepresentation();
    changed.setAdminEventsEnabled(stored);
    changed.setEventsEnabled(stored);
    realm.admin().update(changed);
  }

  private static List<String> teams(Employee who, GatewayUnderTest replica) {
    return who.api(replica).get("/api/me").body().path("teams").findValuesAsText("name");
  }

  @Test
  void whoChangesGroupsChangesTeams() throws Exception {
    Employee ada = employee("/platform");
    assertThat(teams(ada, other)).containsExactly("platform");

    realm.leave(ada.name, "/platform");
    realm.join(ada.name, "/research");

    for (GatewayUnderTest replica : List.of(fleet.gateway, other))
      Eventually.is("research", () -> teams(ada, replica).equals(List.of("research")));
  }

  @Test
  void theMembersOfAGroupFollowItWhenItMoves() throws Exception {
    realm.admin().groups().add(group("wanderers")).close();
    Employee ada = employee("/wanderers");
    assertThat(teams(ada, other)).containsExactly("wanderers");

    realm.moveGroup("/wanderers", "/platform");

    Eventually.is("moved", () -> teams(ada, other).equals(List.of("platform/wanderers")));
  }

  private static GroupRepresentation group(String name) {
    GroupRepresentation group = new GroupRepresentation();
    group.setName(name);
    return group;
  }

  @Test
  void whoLosesARoleLosesWhatItAllowed() throws Exception {
    Employee ada = Employee.of(realm, fleet.gateway, List.of(), List.of("serai-admin"));
    assertThat(ada.api(other).get("/api/keys").status()).isEqualTo(200);

    realm.removeRole(ada.name, "serai-admin");

    for (GatewayUnderTest replica : List.of(fleet.gateway, other))
      Eventually.is("403", () -> ada.api(replica).get("/api/keys").status() == 403);
  }

  @Test
  void whatTokensSayAndWhatKeycloakIsAskedForIsTheSame() throws Exception {
    Employee ada = employee("/platform");
    String id = ada.id();
    realm.setAttribute(ada.name, "nickname", "ada"); // an event, but nothing that matters here
    Employee last = employee();
    last.session("laptop");
    realm.logout(last.name);
    awaitSignedOut(last);

    assertThat(Employee.actions(fleet.gateway, id)).containsExactly("user.sign-in keycloak");
  }

  @Test
  void onesOwnRevocationEndsTheSignInInKeycloakToo() throws Exception {
    Employee ada = employee();
    String key = ada.key("laptop");
    ada.session("laptop");

    AdminCalls.Reply revoked = ada.api().post("/api/me/revoke", "");

    assertThat(revoked.status()).as(revoked.raw().body()).isEqualTo(200);
    assertThat(revoked.body().path("keys")).hasSize(1);
    assertThat(revoked.body().path("sessions")).hasSize(1);
    assertThat(revoked.text("/signIns/0")).isEqualTo(ada.tokens.sid());
    assertThat(realm.user(ada.name).getUserSessions()).isEmpty();
    Eventually.is("revoked", () -> status(key) == 401);
    assertThat(ada.api().get("/api/me").status()).isEqualTo(401);
  }
}
