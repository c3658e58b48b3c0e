package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardedIdentityTest {
  private static final FakeProvider provider = FakeProvider.start();
  private static GatewayUnderTest gateway;
  private static GatewayUnderTest other;
  private static Client client;

  @BeforeAll
  static void start() {
    String yaml =
        """
        organization: acme
        projects: [ { name: checkout } ]
        providers:
          - { name: told, type: openai, base-url: "%s/v1", models: [m], forward-identity: true, credentials: [ { name: a, secret: sk-1 } ] }
          - { name: untold, type: openai, base-url: "%s/v1", models: [n], credentials: [ { name: a, secret: sk-1 } ] }
        policies: [ { name: standard, default: true, providers: [told, untold] } ]
        keys: [ { name: ci, project: checkout, secret: "%s" } ]
        """
            .formatted(provider.baseUrl(), provider.baseUrl(), GatewayUnderTest.KEY);
    gateway = GatewayUnderTest.with(yaml).start();
    other = GatewayUnderTest.with(yaml).beside(gateway).start();
    client = new Client(gateway);
  }

  @AfterAll
  static void stop() {
    other.close();
    gateway.close();
    provider.close();
  }

  @BeforeEach
  void reset() {
    provider.reset();
    provider.otherwise(Dialects.OPENAI_CHAT.reply("m", "ok"));
  }

  private static Client.Got ask(Client with, String model) throws Exception {
    return with.post(
        "/v1/chat/completions",
        Dialects.OPENAI_CHAT.request(model, "hello", false),
        "x-serai-identity",
        "forged");
  }

  private static SignedJWT sent() throws Exception {
    return SignedJWT.parse(provider.lastRequest().header("x-serai-identity").orElseThrow());
  }

  @Test
  void tellsAProviderThatAsksForItWhoCallsSoThatItCanBeVerified() throws Exception {
    Client.Got got = ask(client, "m");
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    SignedJWT jwt = sent();
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Client.Got keys = new Client(gateway.adminUrl(), "").get("/.well-known/jwks.json");
    JWKSet published = JWKSet.parse(keys.text());

    assertThat(published.getKeys()).noneMatch(key -> key.isPrivate());
    assertThat(
            jwt.verify(
                new ECDSAVerifier(published.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
        .isTrue();
    var record = Records.of(gateway, got);
    assertThat(claims.getIssuer()).isEqualTo("serai");
    assertThat(claims.getAudience()).containsExactly("told");
    for (String claim : new String[] {"organization_id", "project_id", "principal_id", "key_id"})
      assertThat(claims.getStringClaim(claim)).isNotEmpty().isEqualTo(record.get(claim));
    assertThat(claims.getBooleanClaim("personal")).isFalse();
    assertThat(claims.getStringClaim("session_id")).isEmpty();
    assertThat(claims.getExpirationTime())
        .isEqualTo(Date.from(claims.getIssueTime().toInstant().plusSeconds(300)));
  }

  @Test
  void tellsNobodyElseAndPassesNoClientsWordOn() throws Exception {
    assertThat(ask(client, "n").status()).isEqualTo(200);

    assertThat(provider.lastRequest().header("x-serai-identity")).isEmpty();
  }

  @Test
  void signsWithOneKeyOnAllReplicas() throws Exception {
    ask(client, "m");
    String first = sent().getHeader().getKeyID();
    ask(new Client(other.url(), GatewayUnderTest.KEY), "m");

    assertThat(sent().getHeader().getKeyID()).isEqualTo(first);
    assertThat(new Client(other.adminUrl(), "").get("/.well-known/jwks.json").text())
        .isEqualTo(new Client(gateway.adminUrl(), "").get("/.well-known/jwks.json").text());
  }
}
