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

  /** After so many it is no person any more. */
  private static final int TOLD = 10;

  Tokens run(Prompts prompts) {
    Pkce pkce = Pkce.random();
    String state = Pkce.secret();
    String nonce = Pkce.secret();
    try (Callback callback = new Callback(state)) {
      URI address = authorization(callback.address(), pkce, state, nonce);
      prompts.browser(address, opener.test(address));
      return answered(callback, pkce, nonce, prompts);
    }
  }

  /** What is no good is shown, and waited on after: it need not have come from who signs in. */
  private Tokens answered(Callback callback, Pkce pkce, String nonce, Prompts prompts) {
    Time.Mark begun = Time.Mark.of(time);
    for (int refused = 0; ; refused++) {
      Callback.Answer answer = callback.await(longest.minus(time.since(begun)), longest);
      try {
        Tokens tokens = redeem(answer.code(realm), callback.address(), pkce);
        tokens.check(realm, nonce);
        answer.show(ResultPage.SIGNED_IN);
        return tokens;
      } catch (SignInFailure e) {
        answer.show(ResultPage.failed(String.valueOf(e.getMessage())));
        if (refused < TOLD) prompts.refused(String.valueOf(e.getMessage()), e.advice());
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
