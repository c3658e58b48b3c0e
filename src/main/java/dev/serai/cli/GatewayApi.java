package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.net.http.HttpRequest;
import java.util.function.Supplier;

/**
 * The port that clients call; who we are is a virtual key, or a session of who signed in. Says no
 * as it does to clients.
 */
final class GatewayApi extends Api {
  private final Supplier<Settings.Setting> key;
  private final String session;

  GatewayApi(Settings settings) {
    this(settings, settings::key, "");
  }

  /**
   * @param key asked before each request
   * @param session that an access token is used in; empty for a key
   */
  GatewayApi(Settings settings, Supplier<Settings.Setting> key, String session) {
    super(settings.url(), key, new Words("gateway", "virtual key", "--url", Settings.GATEWAY_URL));
    this.key = key;
    this.session = session;
  }

  @Override
  void identify(HttpRequest.Builder request) {
    if (!session.isEmpty()) request.header("x-serai-session", session);
  }

  @Override
  Failure noSecret() {
    String source = key.get().source();
    if (source.equals("not set"))
      return Failure.login(
          "not signed in, and no virtual key",
          "try: serai login",
          "or:  export SERAI_KEY=vk-lw-…  (the key that you call models with)");
    return Failure.login(
        "no virtual key",
        source + " has none; it is the key that you call models with",
        "try: export SERAI_KEY=vk-lw-…, or --key-env <variable>");
  }

  @Override
  Failure notAccepted(JsonObject body) {
    String what = session.isEmpty() ? "the virtual key" : "the session";
    return Failure.login(
        sentence(body, what + " is not accepted"),
        session.isEmpty() ? "the key comes from " + key.get().source() : "session " + session);
  }

  @Override
  Failure refused(int status, JsonObject body) {
    String sentence = sentence(body, "");
    return sentence.isEmpty()
        ? unknown(status, "status " + status)
        : Failure.of(sentence, "the gateway answered " + status);
  }

  /** {@code {"error":{"message":…}}}, the shape that most clients know. */
  private static String sentence(JsonObject body, String otherwise) {
    JsonObject error = body.getObject("error", new JsonObject());
    return error.getString("message", body.getString("detail", otherwise));
  }
}
