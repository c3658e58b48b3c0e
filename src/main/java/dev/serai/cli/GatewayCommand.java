package dev.serai.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that a caller runs with the key that it calls models with. */
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
    return new GatewayApi(Settings.ofSignIn(Settings.Flags.gateway(url, keyEnv), env()));
  }
}
