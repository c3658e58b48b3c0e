package dev.serai.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Signs access tokens as Keycloak does and publishes the keys where Keycloak would, for what a real
 * one cannot be made to do: wrong claims, lost and rotated keys, being away.
 */
public final class TokenIssuer implements AutoCloseable {
  public static final String AUDIENCE = "serai-gateway";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final RSAKey FIRST = rsa();

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile List<JWK> published = List.of(FIRST);
  private volatile RSAKey key = FIRST;
  private volatile boolean away;

  private TokenIssuer(HttpServer server) {
    this.server = server;
  }

  public static TokenIssuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TokenIssuer issuer = new TokenIssuer(server);
      server.createContext(
          "/realms/serai/protocol/openid-connect/certs",
          exchange -> {
            issuer.fetches.incrementAndGet();
            byte[] body = issuer.keys().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(issuer.away ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public String issuer() {
    return url() + "/realms/serai";
  }

  /** The private key that tokens are signed with now. */
  public RSAKey key() {
    return key;
  }

  /** How often the keys were asked for. */
  public int fetches() {
    return fetches.get();
  }

  /** Another key signs from now on; the old ones stay published. */
  public void rotate() {
    key = rsa();
    publishToo(key);
  }

  public void publishToo(JWK more) {
    List<JWK> all = new ArrayList<>(published);
    all.add(more);
    published = List.copyOf(all);
  }

  /** Only the key that signs now is published from now on. */
  public void dropOldKeys() {
    published = List.of(key);
  }

  public void away(boolean now) {
    away = now;
  }

  /** What a good token says, valid for five minutes. */
  public JWTClaimsSet.Builder claims(String username, String sid) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(List.of(AUDIENCE, "account"))
        .subject("subject-of-" + username)
        .claim("typ", "Bearer")
        .claim("azp", "serai-cli")
        .claim("sid", sid)
        .claim("preferred_username", username)
        .claim("email", username + "@example.com")
        .claim("email_verified", true)
        .claim("groups", List.of())
        .claim("realm_access", Map.of("roles", List.of("offline_access")))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
  }

  public String token(String username, String sid) {
    return token(username, sid, claims -> {});
  }

  /** No two are the same. */
  public String token(String username, String sid, Consumer<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims = claims(username, sid).jwtID("token-" + NUMBER.incrementAndGet());
    change.accept(claims);
    return sign(claims.build(), key, JWSAlgorithm.RS256);
  }

  public String sign(JWTClaimsSet claims, JWK with, JWSAlgorithm algorithm) {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(with.getKeyID()).build();
    try {
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(signer(with));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    return key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key);
  }

  public static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048)
          .keyID("rsa-" + NUMBER.incrementAndGet())
          .keyUse(KeyUse.SIGNATURE)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ECKey ec(Curve curve) {
    try {
      return new ECKeyGenerator(curve)
          .keyID("ec-" + NUMBER.incrementAndGet())
          .keyUse(KeyUse.SIGNATURE)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String keys() {
    return new JWKSet(published).toPublicJWKSet().toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
