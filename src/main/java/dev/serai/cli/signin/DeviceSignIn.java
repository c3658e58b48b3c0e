package dev.serai.cli.signin;

import com.grack.nanojson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Device authorization (RFC 8628): a code is typed where there is a browser, and we ask for it. */
record DeviceSignIn(Realm realm, Wire wire, Time time) {
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** Our side of a code: what to ask with, how often, and how long. */
  private record Asking(String deviceCode, Pkce pkce, Duration every, Duration life) {}

  Tokens run(Prompts prompts) {
    Pkce pkce = Pkce.random();
    Wire.Answer answer =
        wire.post(
            realm.deviceEndpoint(),
            Map.of(
                "client_id",
                realm.clientId(),
                "scope",
                "openid",
                "code_challenge",
                pkce.challenge(),
                "code_challenge_method",
                "S256"));
    if (!answer.good()) throw SignInFailure.of("Keycloak gives no device code", answer.told());
    JsonObject told = answer.body();
    URI address = Realm.safe("page", told.getString("verification_uri", ""));
    URI complete =
        Realm.safe("page", told.getString("verification_uri_complete", address.toString()));
    Duration life = Duration.ofSeconds(told.getInt("expires_in", 600));
    Duration every = Duration.ofSeconds(Math.max(1, told.getInt("interval", 5)));
    prompts.device(Wire.printable(told.getString("user_code", "")), address, complete, life);
    Tokens tokens = ask(new Asking(told.getString("device_code", ""), pkce, every, life));
    tokens.check(realm, "");
    return tokens;
  }

  private Tokens ask(Asking asking) {
    Time.Mark begun = Time.Mark.of(time);
    Duration every = asking.every();
    while (time.since(begun).compareTo(asking.life()) < 0) {
      pause(every);
      Wire.Answer answer;
      Time.Mark asked = Time.Mark.of(time);
      try {
        answer = token(asking);
      } catch (SignInFailure e) { // the network hiccups: the code stays good
        every = every.plus(SLOWER);
        continue;
      }
      if (answer.good()) return Tokens.of(answer.body(), asked);
      switch (answer.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> every = every.plus(SLOWER);
        case "access_denied" -> throw SignInFailure.of("the sign-in was denied");
        case "expired_token" -> throw expired();
        default -> {
          if (answer.status() < 500)
            throw SignInFailure.of("Keycloak refused the sign-in", answer.told());
          every = every.plus(SLOWER);
        }
      }
    }
    throw expired();
  }

  private Wire.Answer token(Asking asking) {
    return wire.post(
        realm.tokenEndpoint(),
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
            "client_id", realm.clientId(),
            "device_code", asking.deviceCode(),
            "code_verifier", asking.pkce().verifier()));
  }

  private void pause(Duration length) {
    try {
      time.pause(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    }
  }

  private static SignInFailure expired() {
    return SignInFailure.of("the code has expired: nobody signed in in time", "try: serai login");
  }
}
