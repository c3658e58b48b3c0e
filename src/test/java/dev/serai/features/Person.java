package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Somebody who signed in, at a gateway that takes the issuer's tokens. */
final class Person {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger SIGN_INS = new AtomicInteger();

  private final GatewayUnderTest gateway;
  private final TokenIssuer issuer;
  private final String name;
  private final Consumer<JWTClaimsSet.Builder> claims;
  final String sid = "sid-" + SIGN_INS.incrementAndGet();

  Person(GatewayUnderTest gateway, TokenIssuer issuer, String name) {
    this(gateway, issuer, name, more -> {});
  }

  Person(
      GatewayUnderTest gateway,
      TokenIssuer issuer,
      String name,
      Consumer<JWTClaimsSet.Builder> claims) {
    this.gateway = gateway;
    this.issuer = issuer;
    this.name = name;
    this.claims = claims;
  }

  /** Another one each time, as after a refresh. */
  String token() {
    return issuer.token(name, sid, claims);
  }

  /** Of the same sign-in, at another replica. */
  Client.Got api(GatewayUnderTest replica, String method, String path, String body, String... more)
      throws IOException {
    Client client = new Client(replica.adminUrl(), token());
    var request = client.request(path, more);
    return client.send(
        method.equals("GET")
            ? request.GET().build()
            : request
                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build());
  }

  Client.Got get(String path) throws IOException {
    return api(gateway, "GET", path, "");
  }

  Client.Got post(String path, String body, String... more) throws IOException {
    return api(gateway, "POST", path, body, more);
  }

  JsonNode me() throws IOException {
    return json(get("/api/me"), 200);
  }

  /** Its id. */
  String open(String body) throws IOException {
    return json(post("/api/sessions", body), 201).path("id").textValue();
  }

  String open() throws IOException {
    return open("{\"tool\":\"claude\",\"device\":\"laptop\"}");
  }

  Client client() {
    return new Client(gateway.url(), token());
  }

  static JsonNode json(Client.Got got, int status) throws IOException {
    assertThat(got.status()).as(got.text()).isEqualTo(status);
    return JSON.readTree(got.body());
  }
}
