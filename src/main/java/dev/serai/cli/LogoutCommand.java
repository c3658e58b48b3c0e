package dev.serai.cli;

import dev.serai.cli.signin.SignInFailure;
import dev.serai.cli.signin.SignIns;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "logout",
    description = "End the sign-in at Keycloak, and forget it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai logout"})
final class LogoutCommand extends AdminCommand {
  @Override
  public Integer call() {
    URI admin = Settings.ofSignIn(flags(), env()).admin();
    SignIns.Ended ended = SignIns.of(env()).forget(admin).orElse(null);
    if (ended == null) {
      terminal().note("Nobody is signed in at " + admin + ".");
      return ExitCode.DONE;
    }
    String who = ended.kept().user() + " at " + admin;
    SignInFailure failure = ended.failure();
    if (failure != null) throw half(who, failure);
    terminal().done("signed out: " + who);
    return ExitCode.DONE;
  }

  /** Commands do not find it any more; whoever has its refresh token may. */
  private static Failure half(String who, SignInFailure failure) {
    List<String> lines = new ArrayList<>(List.of(String.valueOf(failure.getMessage())));
    failure.advice().stream().filter(line -> !line.equals("try: serai login")).forEach(lines::add);
    lines.add("Keycloak ends it when it was idle for long enough, or in its account console");
    return Failure.of("signed out here, but not revoked: " + who, lines.toArray(String[]::new));
  }
}
