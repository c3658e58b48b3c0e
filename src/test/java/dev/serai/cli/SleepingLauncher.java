package dev.serai.cli;

import dev.serai.cli.launch.Launch;
import dev.serai.cli.launch.LaunchSessions;
import dev.serai.cli.launch.Tools;
import dev.serai.cli.signin.SignIns;
import dev.serai.cli.signin.SleepingMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code serai claude} on a machine that sleeps when the file {@code ~/slept} says so. */
public final class SleepingLauncher {
  private SleepingLauncher() {}

  public static void main(String[] arguments) {
    Map<String, String> env = System.getenv();
    Terminal terminal = Terminal.system();
    SignIns signIns = SleepingMachine.signIns(env, Path.of(env.get("HOME"), "slept"));
    LaunchSessions.Asked asked =
        new LaunchSessions.Asked(
            "claude", "laptop", "", new LaunchSessions.Limits(null, null, null), null);
    Settings.Flags flags = new Settings.Flags(null, null, null, null);
    try (Entrance entrance =
        Entrance.of(flags, SignInSteps.Way.WHICHEVER, env, terminal, signIns)) {
      Launch launch =
          new Launch(
              entrance.sessions(),
              entrance::gate,
              env,
              Path.of("").toAbsolutePath(),
              terminal::note);
      System.exit(
          launch.run(
              new Launch.Options(
                  Tools.named("claude").orElseThrow(), asked, "", false, Set.of(), List.of())));
    }
  }
}
