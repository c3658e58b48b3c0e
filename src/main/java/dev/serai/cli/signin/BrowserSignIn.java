package dev.serai.cli.signin;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Authorization code with PKCE (RFC 8252): the browser signs in and comes back to a port of this
 * machine.
 *
 * @param opener shows an address in a browser, and says whether one took it
 */
record BrowserSignIn(Realm realm, Wire wire, Predicate<URI> opener, Time time, Duration longest) {
  static final Duration USUAL = Duration.ofMinutes(10);

  Tokens run(Prompts prompts) {
    Pkce pkce = Pkce.random();
    String state = Pkce.secret();
    String nonce = Pkce.secret();
    try (Callback callback = new Callback(realm, state)) {
      URI address = authorization(callback.address(), pkce, state, nonce);
      prompts.browser(address, opener.test(address));
      try {
        Tokens tokens = redeem(callback.await(longest), callback.address(), pkce);
        tokens.check(realm, nonce);
        callback.show(ResultPage.SIGNED_IN);
        return tokens;
      } catch (SignInFailure e) {
        callback.show(ResultPage.failed(String.valueOf(e.getMessage())));
        throw e;
      }
    }
  }

  private URI authorization(URI redirect, Pkce pkce, String state, String nonce) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", realm.clientId());
    query.put("redirect_uri", redirect.toString());
    query.put("scope", "openid");
    query.put("state", state);
    query.put("nonce", nonce);
    query.put("code_challenge", pkce.challenge());
    query.put("code_challenge_method", "S256");
    String before = realm.authorizationEndpoint().getRawQuery() == null ? "?" : "&";
    return URI.create(realm.authorizationEndpoint() + before + Wire.encode(query));
  }

  private Tokens redeem(String code, URI redirect, Pkce pkce) {
    Time.Mark asked = Time.Mark.of(time);
    Wire.Answer answer =
        wire.post(
            realm.tokenEndpoint(),
            Map.of(
                "grant_type", "authorization_code",
                "client_id", realm.clientId(),
                "redirect_uri", redirect.toString(),
                "code", code,
                "code_verifier", pkce.verifier()));
    if (!answer.good()) throw SignInFailure.of("Keycloak refused the sign-in", answer.told());
    return Tokens.of(answer.body(), asked);
  }
}
