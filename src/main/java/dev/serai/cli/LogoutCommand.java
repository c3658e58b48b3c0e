package dev.serai.cli;

import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.SignIns;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "logout",
    description = "End the sign-in at Keycloak, and forget it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai logout"})
final class LogoutCommand extends AdminCommand {
  @Override
  public Integer call() {
    URI admin = adminAddress();
    Optional<Kept> ended = SignIns.of(env()).forget(admin);
    if (ended.isEmpty()) terminal().note("Nobody is signed in at " + admin + ".");
    else terminal().done("signed out: " + ended.get().user() + " at " + admin);
    return ExitCode.DONE;
  }
}
