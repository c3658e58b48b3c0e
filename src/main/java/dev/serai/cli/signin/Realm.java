package dev.serai.cli.signin;

import com.grack.nanojson.JsonObject;
import java.net.URI;
import java.util.Set;

/**
 * Keycloak's side of a sign-in, as its OpenID configuration tells it.
 *
 * @param namesItself whether its redirects say who they come from (RFC 9207)
 */
public record Realm(
    String issuer,
    String clientId,
    URI authorizationEndpoint,
    URI tokenEndpoint,
    URI deviceEndpoint,
    URI revocationEndpoint,
    boolean namesItself) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Asks the issuer. Everything it says must be reached by https, or on this machine. */
  static Realm discover(Wire wire, Offer offer) {
    URI issuer = safe("issuer", offer.issuer());
    Wire.Answer answer = wire.get(URI.create(issuer + "/.well-known/openid-configuration"));
    if (answer.status() != 200)
      throw SignInFailure.of(
          issuer + " is no place to sign in",
          "its OpenID configuration: status " + answer.status());
    JsonObject told = answer.body();
    String named = told.getString("issuer", "");
    if (!named.equals(offer.issuer()))
      throw SignInFailure.of(
          "the issuer is not who the gateway says",
          "the gateway says " + offer.issuer(),
          "its OpenID configuration says " + named,
          "for who runs the gateway: serai.keycloak.issuer must be what Keycloak calls itself");
    return new Realm(
        named,
        offer.clientId(),
        endpoint(told, "authorization_endpoint"),
        endpoint(told, "token_endpoint"),
        endpoint(told, "device_authorization_endpoint"),
        endpoint(told, "revocation_endpoint"),
        told.getBoolean("authorization_response_iss_parameter_supported", false));
  }

  private static URI endpoint(JsonObject told, String name) {
    return safe(name, told.getString(name, ""));
  }

  static URI safe(String what, String address) {
    try {
      URI uri = URI.create(address);
      boolean plainHere = "http".equals(uri.getScheme()) && onThisMachine(uri);
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || plainHere)) return uri;
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw SignInFailure.of(
        "the " + what + " of the sign-in is not safe: \"" + address + "\"",
        "expected: https, or an address of this machine");
  }

  /** Whether nobody else is on the way there, so that http does. */
  public static boolean onThisMachine(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }
}
