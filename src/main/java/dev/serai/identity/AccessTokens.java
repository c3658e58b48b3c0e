package dev.serai.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.serai.call.KeyHash;
import dev.serai.call.Secret;
import dev.serai.identity.Checked.Rejected;
import dev.serai.identity.Checked.Verified;
import dev.serai.identity.Checked.Why;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is an access token that Keycloak signed for this gateway and that holds now. Found
 * out here, with keys in memory; each token costs one signature, however often it comes.
 */
final class AccessTokens {
  /** Beyond it nothing is parsed. */
  static final int LONGEST = 16 * 1024;

  private static final int MOST_VERIFIED = 10_000;
  private static final int MOST_REJECTED = 1_000;

  /** An unknown key may be known a little later. */
  private static final long UNKNOWN_MILLIS = 5_000;

  private final KeycloakKeys keys;
  private final TokenSettings settings;
  private final TokenClaims claims;
  private final InstantSource clock;
  private final Recent<KeyHash, Good> verified = new Recent<>(MOST_VERIFIED);
  private final Recent<KeyHash, Bad> rejected = new Recent<>(MOST_REJECTED);

  AccessTokens(KeycloakKeys keys, TokenSettings settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.claims = new TokenClaims(settings);
    this.clock = clock;
  }

  /** Holds for the keys it was verified with: one that Keycloak takes back ends its tokens. */
  private record Good(Verified verified, PublicKeys with) {}

  private record Bad(Rejected rejected, PublicKeys with, long until) {}

  /** Worth a look: anything else is a key. Costs no memory. */
  static boolean looksLikeOne(String text) {
    return text.startsWith("ey") && text.indexOf('.') > 0;
  }

  /**
   * Never waits.
   *
   * @param hash of the token under the pepper
   */
  Checked check(KeyHash hash, Secret token) {
    Checked known = known(hash);
    return known != null ? known : look(hash, token, true);
  }

  /** As {@link #check}, after Keycloak was asked for news: never unknown. */
  Checked decide(KeyHash hash, Secret token) {
    Checked known = known(hash);
    return known != null ? known : look(hash, token, false);
  }

  private @Nullable Checked known(KeyHash hash) {
    PublicKeys current = keys.current();
    Good good = verified.get(hash);
    if (good != null && good.with() == current)
      return expired(good.verified().token()) ? late(good.verified().token()) : good.verified();
    Bad bad = rejected.get(hash);
    return bad != null && bad.with() == current && clock.millis() < bad.until()
        ? bad.rejected()
        : null;
  }

  private Checked look(KeyHash hash, Secret token, boolean mayAsk) {
    PublicKeys current = keys.current();
    if (!settings.present())
      return new Rejected(
          Why.INVALID,
          "Access tokens are not taken here: this gateway has no Keycloak (serai.keycloak.url). Use"
              + " a virtual key, vk-lw-….");
    try {
      SignedJWT jwt = parse(token.reveal());
      String kid = jwt.getHeader().getKeyID();
      if (kid == null) throw new Invalid("it does not name its key");
      PublicKeys.Key key = current.find(kid);
      if (key == null) return mayAsk ? new Checked.Unknown(keys.news()) : unknown(hash, current);
      if (!key.algorithms().contains(jwt.getHeader().getAlgorithm()))
        throw new Invalid("its algorithm is not the one of its key");
      if (!jwt.verify(key.verifier())) throw new Invalid("its signature is wrong");
      return weigh(hash, current, jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return bad(hash, current, "it is no signed token");
    } catch (Invalid invalid) {
      return bad(hash, current, invalid.what);
    }
  }

  private static SignedJWT parse(String text) throws ParseException {
    if (text.length() > LONGEST) throw new Invalid("it is longer than " + LONGEST + " characters");
    return SignedJWT.parse(text);
  }

  /** Not before its time is not for ever, so that one is not remembered. */
  private Checked weigh(KeyHash hash, PublicKeys current, JWTClaimsSet said) {
    VerifiedToken token = claims.read(said);
    Instant from = token.issuedAt();
    Date notBefore = said.getNotBeforeTime();
    if (notBefore != null && notBefore.toInstant().isAfter(from)) from = notBefore.toInstant();
    if (from.isAfter(clock.instant().plus(settings.clockSkew())))
      return new Rejected(
          Why.INVALID,
          "This access token holds from "
              + from
              + " on only: the clocks of Keycloak and of the gateway are apart. Tell your"
              + " administrator.");
    Verified good = new Verified(token);
    verified.put(hash, new Good(good, current));
    return expired(token) ? late(token) : good;
  }

  private boolean expired(VerifiedToken token) {
    return !clock.instant().isBefore(token.expiresAt().plus(settings.clockSkew()));
  }

  private static Rejected late(VerifiedToken token) {
    return new Rejected(
        Why.EXPIRED,
        "This access token expired on "
            + token.expiresAt()
            + ". serai claude and the like renew it by themselves; else run serai login.",
        token);
  }

  private Rejected unknown(KeyHash hash, PublicKeys current) {
    if (current.isEmpty() || !keys.answering())
      return new Rejected(
          Why.UNAVAILABLE,
          "Sign-ins cannot be checked at the moment, because Keycloak does not answer. Virtual keys"
              + " and sessions in use go on working; try again shortly.");
    return remembered(
        hash, current, "it was signed with a key that Keycloak does not have", UNKNOWN_MILLIS);
  }

  private Rejected bad(KeyHash hash, PublicKeys current, String what) {
    return remembered(hash, current, what, Long.MAX_VALUE / 2);
  }

  private Rejected remembered(KeyHash hash, PublicKeys current, String what, long millis) {
    Rejected no =
        new Rejected(
            Why.INVALID,
            "This access token is not taken: " + what + ". Run serai login to get another.");
    rejected.put(hash, new Bad(no, current, clock.millis() + millis));
    return no;
  }

  /** What is wrong with a token. */
  static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String what;

    Invalid(String what) {
      super(what, null, false, false);
      this.what = what;
    }
  }
}
