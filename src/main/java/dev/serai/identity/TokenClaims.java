package dev.serai.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.serai.identity.AccessTokens.Invalid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the claims of an access token must say, and what is taken from them. */
final class TokenClaims {
  private static final int LONGEST_TEXT = 255;
  private static final int MOST_GROUPS = 1_000;

  private final TokenSettings settings;

  TokenClaims(TokenSettings settings) {
    this.settings = settings;
  }

  /**
   * Of a token whose signature is good.
   *
   * @throws Invalid with what is wrong; not when it has expired
   */
  VerifiedToken read(JWTClaimsSet claims) {
    if (!settings.issuer().equals(claims.getIssuer()))
      throw new Invalid("it is of another issuer than " + settings.issuer());
    if (!claims.getAudience().contains(settings.audience()))
      throw new Invalid("it is not meant for " + settings.audience());
    if (!"Bearer".equals(claims.getClaim("typ")))
      throw new Invalid("it is no access token, maybe an ID or a refresh token");
    return new VerifiedToken(
        needed(claims.getSubject(), "sub"),
        needed(text(claims.getClaim("sid")), "sid"),
        text(claims.getClaim("preferred_username")),
        text(claims.getClaim("email")),
        Boolean.TRUE.equals(claims.getClaim("email_verified")),
        first(claims.getClaim("organization")),
        texts(claims.getClaim("groups")),
        Set.copyOf(realmRoles(claims.getClaim("realm_access"))),
        time(claims.getIssueTime(), "iat"),
        time(claims.getExpirationTime(), "exp"),
        text(claims.getClaim("azp")));
  }

  private static String needed(@Nullable String text, String claim) {
    if (text == null || text.isEmpty() || text.length() > LONGEST_TEXT)
      throw new Invalid("it has no " + claim);
    return text;
  }

  private static Instant time(@Nullable Date date, String claim) {
    if (date == null) throw new Invalid("it has no " + claim);
    return date.toInstant();
  }

  private static List<String> realmRoles(@Nullable Object access) {
    return access instanceof Map<?, ?> map ? texts(map.get("roles")) : List.of();
  }

  private static String text(@Nullable Object claim) {
    return claim instanceof String text && text.length() <= LONGEST_TEXT ? text : "";
  }

  /** A user attribute comes alone or as a list of one. */
  private static String first(@Nullable Object claim) {
    if (claim instanceof List<?> list) return list.isEmpty() ? "" : text(list.getFirst());
    return text(claim);
  }

  private static List<String> texts(@Nullable Object claim) {
    if (!(claim instanceof List<?> list)) return List.of();
    List<String> texts = new ArrayList<>();
    for (Object each : list)
      if (each instanceof String text && texts.size() < MOST_GROUPS) texts.add(text);
    return texts;
  }
}
