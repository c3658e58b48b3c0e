package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.function.Supplier;

/** The port that clients call; who we are is a virtual key, or whoever signed in. */
final class GatewayApi extends Api {
  private final Supplier<Settings.Setting> key;

  /**
   * @param key asked before each request
   */
  GatewayApi(Settings settings, Supplier<Settings.Setting> key) {
    super(settings.url(), key, new Words("gateway", "virtual key", "--url", Settings.GATEWAY_URL));
    this.key = key;
  }

  @Override
  Failure noSecret() {
    String source = key.get().source();
    if (source.equals(Settings.UNSET))
      return Failure.login(
          "not signed in, and no virtual key",
          "try: serai login",
          "or:  export SERAI_KEY=vk-lw-…, or --key-env <variable>");
    return Failure.login(
        "no virtual key",
        source + " has none; it is the key that you call models with",
        "try: export SERAI_KEY=vk-lw-…, or --key-env <variable>");
  }

  @Override
  Failure notAccepted(JsonObject body) {
    return Failure.login(
        sentence(body, "the virtual key is not accepted"), comesFrom(key.get().source()));
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

  private static String comesFrom(String source) {
    return (source.startsWith(KeptSignIn.SOURCE) ? "asked with " : "the key comes from ") + source;
  }
}
