package dev.serai.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.serai.call.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/**
 * Says to a provider, so that it can be verified, in whose name a call is made. Signed once per
 * caller, provider and minute.
 */
public final class IdentityTokens {
  /** On requests to a provider that asks for it; a client's own is never passed on. */
  public static final String HEADER = "x-serai-identity";

  static final String ISSUER = "serai";

  private static final int MOST = 5_000;
  private static final int MINUTES = 5;

  private final SigningKeys keys;
  private final InstantSource clock;
  private final Recent<About, Signed> recent = new Recent<>(MOST);

  IdentityTokens(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  private record About(Caller caller, String provider) {}

  private record Signed(String token, Instant minute) {}

  /**
   * A JWT, good for five minutes.
   *
   * @param provider its audience
   * @throws IllegalStateException until there is a key
   */
  public String of(Caller caller, String provider) {
    About about = new About(caller, provider);
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    Signed known = recent.get(about);
    if (known != null && known.minute().equals(minute)) return known.token();
    String token = sign(about, clock.instant());
    recent.put(about, new Signed(token, minute));
    return token;
  }

  private String sign(About about, Instant now) {
    SigningKeys.Signing key =
        keys.current().orElseThrow(() -> new IllegalStateException("no signing key was read yet"));
    Caller caller = about.caller();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(about.provider())
            .subject(caller.principal())
            .claim("organization_id", caller.organization())
            .claim("project_id", caller.project())
            .claim("principal_id", caller.principal())
            .claim("personal", caller.personal())
            .claim("key_id", caller.key())
            .claim("session_id", caller.session())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(MINUTES, ChronoUnit.MINUTES)))
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID(key.kid()).build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("an identity token was not signed", e);
    }
    return jwt.serialize();
  }
}
