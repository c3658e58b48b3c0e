package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.serai.call.Secret;
import dev.serai.identity.Checked.Rejected;
import dev.serai.identity.Checked.Verified;
import dev.serai.identity.Checked.Why;
import dev.serai.secrets.Pepper;
import dev.serai.testing.TokenIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
  private final TokenIssuer issuer = TokenIssuer.start();
  private final Pepper pepper = new Pepper(new byte[32]);
  private final TokenSettings settings =
      new TokenSettings(issuer.url(), "serai", "", TokenIssuer.AUDIENCE, Duration.ofSeconds(30));
  private final KeycloakKeys keys = new KeycloakKeys(settings);
  private Instant now = Instant.now();
  private final AccessTokens tokens = new AccessTokens(keys, settings, () -> now);

  @BeforeEach
  void read() {
    await(keys.news());
    assertThat(keys.current().isEmpty()).isFalse();
  }

  @AfterEach
  void stop() {
    keys.close();
    issuer.close();
  }

  private static void await(java.util.concurrent.CompletionStage<?> news) {
    news.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private Checked check(String token) {
    return tokens.check(pepper.hash(token), Secret.of(token));
  }

  /** As a call does it. */
  private Checked asked(String token) {
    Checked checked = check(token);
    if (!(checked instanceof Checked.Unknown unknown)) return checked;
    await(unknown.news());
    return tokens.decide(pepper.hash(token), Secret.of(token));
  }

  private static Why why(Checked checked) {
    assertThat(checked).isInstanceOf(Rejected.class);
    return ((Rejected) checked).why();
  }

  @Test
  void takesATokenOfKeycloakAndReadsWhatItSays() {
    String token =
        issuer.token(
            "ada",
            "sid-1",
            claims ->
                claims
                    .claim("groups", List.of("/platform/sre", "/ops"))
                    .claim("organization", List.of("acme"))
                    .claim("realm_access", Map.of("roles", List.of("serai-admin"))));

    VerifiedToken read = ((Verified) check(token)).token();

    assertThat(read.subject()).isEqualTo("subject-of-ada");
    assertThat(read.sid()).isEqualTo("sid-1");
    assertThat(read.username()).isEqualTo("ada");
    assertThat(read.email()).isEqualTo("ada@example.com");
    assertThat(read.emailVerified()).isTrue();
    assertThat(read.organization()).isEqualTo("acme");
    assertThat(read.groups()).containsExactly("/platform/sre", "/ops");
    assertThat(read.realmRoles()).containsExactly("serai-admin");
    assertThat(read.client()).isEqualTo("serai-cli");
    assertThat(Duration.between(read.issuedAt(), read.expiresAt()))
        .isEqualTo(Duration.ofMinutes(5));
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        wrong("another issuer", claims -> claims.issuer("https://elsewhere/realms/serai")),
        wrong("no issuer", claims -> claims.issuer(null)),
        wrong("another audience", claims -> claims.audience("account")),
        wrong("no audience", claims -> claims.audience((String) null)),
        wrong("an ID token", claims -> claims.claim("typ", "ID")),
        wrong("a refresh token", claims -> claims.claim("typ", "Refresh")),
        wrong("no type", claims -> claims.claim("typ", null)),
        wrong("no subject", claims -> claims.subject(null)),
        wrong("no sign-in", claims -> claims.claim("sid", null)),
        wrong("a sign-in that is no text", claims -> claims.claim("sid", 7)),
        wrong("no expiry", claims -> claims.expirationTime(null)),
        wrong("an expiry that is no time", claims -> claims.claim("exp", "soon")),
        wrong("no time of issue", claims -> claims.issueTime(null)));
  }

  private static Arguments wrong(String name, Consumer<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void refusesATokenWithAWrongClaim(String name, Consumer<JWTClaimsSet.Builder> change) {
    assertThat(why(asked(issuer.token("ada", "sid-1", change)))).isEqualTo(Why.INVALID);
  }

  @Test
  void refusesATokenWithoutASignature() {
    String plain =
        new PlainJWT(new PlainHeader(), issuer.claims("ada", "sid-1").build()).serialize();

    assertThat(why(asked(plain))).isEqualTo(Why.INVALID);
    assertThat(why(asked(plain + "e30"))).isEqualTo(Why.INVALID);
  }

  @Test
  void refusesATokenThatIsSignedWithThePublicKeyAsASharedSecret() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            issuer.claims("ada", "sid-1").build());
    jwt.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));

    assertThat(why(asked(jwt.serialize()))).isEqualTo(Why.INVALID);
  }

  @Test
  void refusesATokenWhoseKeyWasMadeByAnother() {
    JWTClaimsSet claims = issuer.claims("ada", "sid-1").build();
    RSAKey theirs = new RSAKey.Builder(TokenIssuer.rsa()).keyID(issuer.key().getKeyID()).build();

    assertThat(why(asked(issuer.sign(claims, theirs, JWSAlgorithm.RS256)))).isEqualTo(Why.INVALID);
    assertThat(why(asked(issuer.sign(claims, TokenIssuer.rsa(), JWSAlgorithm.RS256))))
        .isEqualTo(Why.INVALID);
  }

  @Test
  void refusesAChangedToken() {
    String token = issuer.token("ada", "sid-1");
    String[] parts = token.split("\\.");
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]));
    String changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.replace("subject-of-ada", "subject-of-bob").getBytes());

    assertThat(payload).contains("subject-of-ada");
    assertThat(why(asked(parts[0] + "." + changed + "." + parts[2]))).isEqualTo(Why.INVALID);
  }

  @Test
  void takesEveryAlgorithmOfAKeyThatNamesNoneAndOnlyItsOwnElse() {
    JWTClaimsSet claims = issuer.claims("ada", "sid-1").build();
    ECKey p256 = TokenIssuer.ec(Curve.P_256);
    RSAKey onlyPs256 = new RSAKey.Builder(TokenIssuer.rsa()).algorithm(JWSAlgorithm.PS256).build();
    issuer.publishToo(p256);
    issuer.publishToo(onlyPs256);
    await(keys.news());

    assertThat(check(issuer.sign(claims, p256, JWSAlgorithm.ES256))).isInstanceOf(Verified.class);
    for (JWSAlgorithm each : List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS512, JWSAlgorithm.PS256))
      assertThat(check(issuer.sign(claims, issuer.key(), each))).isInstanceOf(Verified.class);
    assertThat(check(issuer.sign(claims, onlyPs256, JWSAlgorithm.PS256)))
        .isInstanceOf(Verified.class);
    assertThat(why(check(issuer.sign(claims, onlyPs256, JWSAlgorithm.RS256))))
        .isEqualTo(Why.INVALID);
  }

  @Test
  void doesNotTakeAKeyThatIsForEncryption() {
    JWK encrypts = new RSAKey.Builder(TokenIssuer.rsa()).keyUse(KeyUse.ENCRYPTION).build();
    issuer.publishToo(encrypts);
    await(keys.news());

    String token = issuer.sign(issuer.claims("ada", "sid-1").build(), encrypts, JWSAlgorithm.RS256);
    assertThat(why(asked(token))).isEqualTo(Why.INVALID);
  }

  @Test
  void takesATokenUntilItExpiresAndTheSkewAfter() {
    String token = issuer.token("ada", "sid-1");
    VerifiedToken read = ((Verified) check(token)).token();

    now = read.expiresAt().plusSeconds(29);
    assertThat(check(token)).isInstanceOf(Verified.class);
    now = read.expiresAt().plusSeconds(30);
    Rejected late = (Rejected) check(token);

    assertThat(late.why()).isEqualTo(Why.EXPIRED);
    assertThat(late.sentence()).contains("serai login");
    assertThat(late.token()).isEqualTo(read);
  }

  @Test
  void takesATokenFromItsTimeAndTheSkewBefore() {
    Instant from = now.plusSeconds(60);
    String token = issuer.token("ada", "sid-1", claims -> claims.notBeforeTime(Date.from(from)));
    String issuedLater = issuer.token("ada", "sid-1", claims -> claims.issueTime(Date.from(from)));

    assertThat(why(check(token))).isEqualTo(Why.INVALID);
    assertThat(why(check(issuedLater))).isEqualTo(Why.INVALID);
    now = from.minusSeconds(29);

    assertThat(check(token)).isInstanceOf(Verified.class);
    assertThat(check(issuedLater)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ey.",
        "eyJ.e.e",
        "ey..",
        "eyJhbGciOiJub25lIn0..",
        "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"
      })
  void refusesWhatIsNoToken(String text) {
    assertThat(why(asked(text))).isEqualTo(Why.INVALID);
  }

  @Test
  void refusesWhatIsHugeOrDeeplyNestedWithoutReadingIt() {
    String deep = "[".repeat(11_000);
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"alg\":\"RS256\",\"kid\":" + deep).getBytes());

    assertThat(why(asked(issuer.token("ada", "s", c -> c.claim("more", "x".repeat(20_000))))))
        .isEqualTo(Why.INVALID);
    assertThat(why(asked(header + ".e30.AAAA"))).isEqualTo(Why.INVALID);
  }

  @Test
  void asksForAKeyThatIsNotKnownAndTakesItsTokens() {
    issuer.rotate();
    String token = issuer.token("ada", "sid-1");

    Checked first = check(token);

    assertThat(first).isInstanceOf(Checked.Unknown.class);
    await(((Checked.Unknown) first).news());
    assertThat(check(token)).isInstanceOf(Verified.class);
  }

  @Test
  void asksOnceForManyTokensOfAnUnknownKey() {
    String stranger =
        issuer.sign(issuer.claims("ada", "sid-1").build(), TokenIssuer.rsa(), JWSAlgorithm.RS256);
    int before = issuer.fetches();

    assertThat(why(asked(stranger))).isEqualTo(Why.INVALID);
    for (int i = 0; i < 100; i++) assertThat(why(check(stranger))).isEqualTo(Why.INVALID);

    assertThat(issuer.fetches()).isEqualTo(before + 1);
  }

  @Test
  void endsTokensOfAKeyThatKeycloakTakesBack() {
    String token = issuer.token("ada", "sid-1");
    assertThat(check(token)).isInstanceOf(Verified.class);

    issuer.rotate();
    issuer.dropOldKeys();
    await(keys.news());

    assertThat(why(asked(token))).isEqualTo(Why.INVALID);
  }

  @Test
  void goesOnWithTheKeysItHasWhileKeycloakIsAway() {
    issuer.away(true);
    await(keys.news());

    assertThat(check(issuer.token("ada", "sid-1"))).isInstanceOf(Verified.class);
    issuer.rotate();
    Rejected unknown = (Rejected) asked(issuer.token("ada", "sid-1"));
    assertThat(unknown.why()).isEqualTo(Why.UNAVAILABLE);

    issuer.away(false);
    assertThat(asked(issuer.token("ada", "sid-1"))).isInstanceOf(Verified.class);
  }

  @Test
  void saysThatThereIsNoKeycloak() {
    TokenSettings none =
        new TokenSettings("", "serai", "", TokenIssuer.AUDIENCE, Duration.ofSeconds(30));
    try (KeycloakKeys noKeys = new KeycloakKeys(none)) {
      noKeys.start();
      AccessTokens noTokens = new AccessTokens(noKeys, none, () -> now);
      String token = issuer.token("ada", "sid-1");

      Rejected rejected = (Rejected) noTokens.check(pepper.hash(token), Secret.of(token));

      assertThat(rejected.why()).isEqualTo(Why.INVALID);
      assertThat(rejected.sentence()).contains("serai.keycloak.url", "virtual key");
    }
  }
}
