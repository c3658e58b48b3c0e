package dev.serai.cli.signin;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/**
 * What the token endpoint gave.
 *
 * @param life of the access token
 * @param refresh empty when it gave none
 * @param id empty when it gave none
 * @param asked when; its life is counted from then
 */
record Tokens(String access, Duration life, String refresh, String id, Time.Mark asked) {
  static Tokens of(JsonObject body, Time.Mark asked) {
    String access = body.getString("access_token", "");
    if (access.isEmpty()) throw SignInFailure.of("Keycloak gave no access token");
    return new Tokens(
        access,
        Duration.ofSeconds(Math.max(1, body.getInt("expires_in", 60))),
        body.getString("refresh_token", ""),
        body.getString("id_token", ""),
        asked);
  }

  /**
   * Whether the id token is of this realm, for this client, and the answer to this question. It
   * came over the connection to the token endpoint, which vouches for it in place of its signature
   * (OpenID Connect Core 3.1.3.7).
   *
   * @param nonce empty when none was asked for
   */
  void check(Realm realm, String nonce) {
    JsonObject claims = claims(id);
    boolean fine =
        realm.issuer().equals(claims.getString("iss", ""))
            && isFor(realm.clientId(), claims)
            && (nonce.isEmpty() || Pkce.same(nonce, claims.getString("nonce", "")));
    if (!fine) throw SignInFailure.of("Keycloak's answer belongs to another sign-in", "try again");
  }

  private static boolean isFor(String client, JsonObject claims) {
    Object audience = claims.get("aud");
    return audience instanceof JsonArray several
        ? several.contains(client)
        : Objects.equals(client, audience);
  }

  /**
   * Keycloak's session behind a token; empty when it does not say. A browser that is still signed
   * in there gives the next sign-in the same one.
   */
  static String session(String token) {
    return claims(token).getString("sid", "");
  }

  /** Empty when it is no token. */
  private static JsonObject claims(String token) {
    String[] parts = token.split("\\.");
    if (parts.length != 3) return new JsonObject();
    try {
      byte[] json = Base64.getUrlDecoder().decode(parts[1]);
      return JsonParser.object().from(new String(json, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JsonParserException e) {
      return new JsonObject();
    }
  }

  @Override
  public String toString() {
    return "Tokens(hidden)";
  }
}
