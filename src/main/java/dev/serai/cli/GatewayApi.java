package dev.serai.cli;

import com.grack.nanojson.JsonObject;

/** The port that clients call; who we are is a virtual key. Says no as it does to clients. */
final class GatewayApi extends Api {
  private final Settings.Setting key;

  GatewayApi(Settings settings) {
    super(
        settings.url(),
        settings::key,
        new Words("gateway", "virtual key", "--url", Settings.GATEWAY_URL),
        settings.insecure());
    this.key = settings.key();
  }

  @Override
  Failure noSecret() {
    return Failure.login(
        "no virtual key",
        (key.source().equals("not set") ? Settings.KEY : key.source())
            + " has none; it is the key that you call models with",
        "try: export SERAI_KEY=vk-lw-…, or --key-env <variable>");
  }

  @Override
  Failure notAccepted(JsonObject body) {
    return Failure.login(
        sentence(body, "the virtual key is not accepted"), "the key comes from " + key.source());
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
