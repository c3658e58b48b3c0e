package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakSignIn;
import dev.serai.testing.KeycloakTokens;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody of a real Keycloak, who signed in there. */
final class Employee {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KeycloakRealm realm;
  private final GatewayUnderTest gateway;
  final String name;
  KeycloakSignIn browser;
  KeycloakTokens tokens;

  private Employee(KeycloakRealm realm, GatewayUnderTest gateway, String name) {
    this.realm = realm;
    this.gateway = gateway;
    this.name = name;
    signIn();
  }

  static Employee of(
      KeycloakRealm realm, GatewayUnderTest gateway, List<String> groups, List<String> roles) {
    String name = "employee" + NUMBER.incrementAndGet();
    realm.createUser(name, groups, roles);
    return new Employee(realm, gateway, name);
  }

  static Employee of(KeycloakRealm realm, GatewayUnderTest gateway) {
    return of(realm, gateway, List.of(), List.of());
  }

  /** In a browser that knows nobody yet. */
  void signIn() {
    browser = realm.signIn();
    tokens = browser.withCode(name, name);
  }

  AdminCalls api() {
    return api(gateway);
  }

  AdminCalls api(GatewayUnderTest replica) {
    return new AdminCalls(replica.adminUrl(), tokens.access());
  }

  JsonNode me() {
    return ok(api().get("/api/me"), 200).body();
  }

  String id() {
    return me().path("id").textValue();
  }

  /** Its id. */
  String session(String device) {
    return ok(
            api().post("/api/sessions", "{\"tool\":\"claude\",\"device\":\"" + device + "\"}"), 201)
        .text("/id");
  }

  /** Its secret. */
  String key(String device) {
    return ok(api().post("/api/me/keys", "{\"device\":\"" + device + "\"}"), 201).text("/secret");
  }

  Client withToken(GatewayUnderTest replica) {
    return new Client(replica.url(), tokens.access());
  }

  /** What the audit log says happened to the user since there is one, in its order. */
  static List<String> actions(GatewayUnderTest gateway, String user) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select action || ' ' || surface from audit_log
            where resource = 'user' and resource_id = ? and outcome = 'done'
              and action <> 'user.create'
            order by number
            """)
        .param(user)
        .query(String.class)
        .list();
  }

  /** Sids, and whether they are open or ended. */
  static List<String> signIns(GatewayUnderTest gateway, String user) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select sid || case when ended_at is null then ' open' else ' ended' end from sign_ins
            where principal_id = ?
            """)
        .param(user)
        .query(String.class)
        .list();
  }

  private static Reply ok(Reply reply, int status) {
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
    return reply;
  }
}
