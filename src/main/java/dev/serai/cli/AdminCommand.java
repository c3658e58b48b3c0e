package dev.serai.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that asks the admin API: its options. */
abstract class AdminCommand extends AddressedCommand {
  @Option(
      names = "--token",
      paramLabel = "<token>",
      description = "Admin token; better in SERAI_ADMIN_TOKEN, where `ps` does not show it")
  @Nullable String token;

  @Option(
      names = "--insecure",
      description = "Send a sign-in's token over http to another machine (SERAI_INSECURE=1)")
  boolean insecure;

  Settings settings() {
    return Settings.of(flags(), env());
  }

  final Settings.Flags flags() {
    return new Settings.Flags(adminUrl, token, null, null, insecure);
  }

  AdminApi api() {
    Settings settings = settings();
    PlainHttp.warn(settings.admin(), "the token", terminal());
    return new AdminApi(settings, KeptSignIn.orToken(settings, env()));
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
