package dev.serai.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that Keycloak published at one moment, by their id. Immutable. */
final class PublicKeys {
  static final PublicKeys NONE = new PublicKeys(Map.of(), "");

  private static final int SHORTEST_RSA = 2048;
  private static final Set<JWSAlgorithm> RSA = JWSAlgorithm.Family.RSA;

  private final Map<String, Key> keys;
  private final String text;

  private PublicKeys(Map<String, Key> keys, String text) {
    this.keys = Map.copyOf(keys);
    this.text = text;
  }

  /**
   * @param algorithms that a token of this key may name
   */
  record Key(Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {}

  /**
   * Keys that are not for signatures, have no id or are too weak are left out; never a secret one.
   *
   * @throws ParseException when it is no set of keys
   */
  static PublicKeys parse(String text) throws ParseException {
    Map<String, Key> keys = new HashMap<>();
    for (JWK jwk : JWKSet.parse(text).getKeys()) {
      if (jwk.getKeyID() == null || KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) continue;
      Key key = key(jwk);
      if (key != null) keys.putIfAbsent(jwk.getKeyID(), key);
    }
    return new PublicKeys(keys, text);
  }

  @Nullable Key find(String id) {
    return keys.get(id);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean readFrom(String otherText) {
    return text.equals(otherText);
  }

  private static @Nullable Key key(JWK jwk) {
    try {
      return switch (jwk) {
        case RSAKey rsa when rsa.size() >= SHORTEST_RSA ->
            key(jwk, RSA, new RSASSAVerifier(rsa.toRSAPublicKey()));
        case ECKey ec -> {
          ECDSAVerifier verifier = new ECDSAVerifier(ec.toECPublicKey());
          yield key(jwk, verifier.supportedJWSAlgorithms(), verifier);
        }
        default -> null;
      };
    } catch (JOSEException _) {
      return null; // of a curve that is not known here, say
    }
  }

  /** The key's own word on its algorithm is taken where it has one. */
  private static @Nullable Key key(JWK jwk, Set<JWSAlgorithm> possible, JWSVerifier verifier) {
    if (jwk.getAlgorithm() == null) return new Key(Set.copyOf(possible), verifier);
    for (JWSAlgorithm algorithm : possible)
      if (algorithm.getName().equals(jwk.getAlgorithm().getName()))
        return new Key(Set.of(algorithm), verifier);
    return null;
  }
}
