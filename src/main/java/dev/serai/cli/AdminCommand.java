package dev.serai.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks the admin API: its options. */
abstract class AdminCommand extends AddressedCommand {
  @Option(
      names = "--token",
      paramLabel = "<token>",
      description = "Admin token; better in SERAI_ADMIN_TOKEN, where `ps` does not show it")
  @Nullable String token;

  Settings settings() {
    return Settings.of(Settings.Flags.admin(adminUrl, token), env());
  }

  final URI adminAddress() {
    Settings.Setting url = settings().adminUrl();
    try {
      return URI.create(url.value());
    } catch (IllegalArgumentException e) {
      throw Failure.usage("\"" + url.value() + "\" is no address", "it comes from " + url.source());
    }
  }

  AdminApi api() {
    Settings settings = settings();
    return settings.token().value().isEmpty()
        ? new AdminApi(settings, new KeptSignIn(settings, env()))
        : new AdminApi(settings, settings::token);
  }

  /** A destructive verb goes on only after a yes: typed at a terminal, or given as an option. */
  final void confirm(boolean yes, String question) {
    if (yes) return;
    if (!terminal().asks()) {
      throw Failure.usage(
          "nothing done without a confirmation", "there is no terminal to ask at", "try: --yes");
    }
    if (!terminal().confirm(question)) throw Failure.of("nothing done");
  }
}
