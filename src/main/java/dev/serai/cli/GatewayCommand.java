package dev.serai.cli;

import java.util.Map;
import java.util.Optional;
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
    Settings.Flags flags = new Settings.Flags(adminUrl, null, url, keyEnv);
    Settings settings = Settings.of(flags, env());
    boolean key = keyEnv != null || !settings.key().value().isEmpty();
    if (key && session.isEmpty()) return new GatewayApi(Settings.ofSignIn(flags, env()));
    Supplier<Settings.Setting> token = KeptSignIn.orToken(settings, env());
    if (token.get().value().isEmpty()) return new GatewayApi(settings); // which says what to do
    settings.gateway(); // or nobody knows where its token belongs
    if (!session.isEmpty()) return new GatewayApi(settings, token, session);
    return asNewestSession(settings, token)
        .orElseThrow(
            () ->
                Failure.of(
                    "there is no virtual key, and no session of yours is open",
                    "limits hold a key or a session",
                    "try: serai claude, or export SERAI_KEY=vk-lw-…"));
  }

  /**
   * @param token of who signed in
   * @return empty when none is open
   */
  static Optional<GatewayApi> asNewestSession(Settings settings, Supplier<Settings.Setting> token) {
    AdminApi api = new AdminApi(settings, token);
    return Pages.most(api, Sessions.path(false), Map.of("open", "true"), 1).items().stream()
        .findFirst()
        .map(open -> new GatewayApi(settings, token, Keys.text(open, "id")));
  }
}
