package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A command that a caller runs as whom he calls models: with his virtual key, or without one as a
 * session of who signed in.
 */
abstract class GatewayCommand extends AddressedCommand {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "Gateway (SERAI_URL; default: what the sign-in says)")
  @Nullable String url;

  @Option(
      names = "--key-env",
      paramLabel = "<variable>",
      description = "Environment variable with your virtual key (default " + Settings.KEY + ")")
  @Nullable String keyEnv;

  @Option(
      names = "--session",
      paramLabel = "<id>",
      description = "As this session of yours (without a key: the newest that is open)")
  String session = "";

  GatewayApi api() {
    Settings settings = Settings.of(new Settings.Flags(adminUrl, null, url, keyEnv), env());
    boolean key = keyEnv != null || !settings.key().value().isEmpty();
    if (key && session.isEmpty()) return new GatewayApi(settings);
    Supplier<Settings.Setting> token =
        settings.token().value().isEmpty() ? new KeptSignIn(settings, env()) : settings::token;
    if (token.get().value().isEmpty()) return new GatewayApi(settings); // which says what to do
    String as = session.isEmpty() ? newest(new AdminApi(settings, token)) : session;
    return new GatewayApi(settings, token, as);
  }

  private static String newest(AdminApi api) {
    List<JsonObject> open =
        Pages.most(api, Sessions.path(false), Map.of("open", "true"), 1).items();
    if (!open.isEmpty()) return Keys.text(open.getFirst(), "id");
    throw Failure.of(
        "there is no virtual key, and no session of yours is open",
        "limits hold a key or a session",
        "try: serai claude, or export SERAI_KEY=vk-lw-…");
  }
}
