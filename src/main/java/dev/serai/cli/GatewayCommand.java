package dev.serai.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that a caller runs with what it calls models with: a virtual key, or a sign-in. */
abstract class GatewayCommand extends ApiCommand {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "Gateway (SERAI_URL; default " + Settings.GATEWAY_URL + ")")
  @Nullable String url;

  @Option(
      names = "--key-env",
      paramLabel = "<variable>",
      description = "Environment variable with your virtual key (default " + Settings.KEY + ")")
  @Nullable String keyEnv;

  GatewayApi api() {
    Settings settings = Settings.of(Settings.Flags.gateway(url, keyEnv), env());
    return new GatewayApi(settings, KeptSignIn.orKey(settings, env()));
  }
}
