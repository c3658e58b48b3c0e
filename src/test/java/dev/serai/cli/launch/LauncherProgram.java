package dev.serai.cli.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A launcher as a process of its own: the tool is whatever is called codex in the PATH. */
final class LauncherProgram {
  static final String BEARER = "one-off-bearer";

  private LauncherProgram() {}

  private record Stub(URI uri, String bearer) implements Gate {
    @Override
    public void close() {}
  }

  private static final class Books implements LaunchSessions {
    @Override
    public Session open(Asked asked) {
      return new Session("01SESSION", "checkout", "");
    }

    @Override
    public End end(Session session, long requests) {
      String late = System.getProperty("signalled.at.the.end", "");
      if (!late.isEmpty()) sun.misc.Signal.raise(new sun.misc.Signal(late));
      if (Boolean.getBoolean("away")) throw new IllegalStateException("nobody answers");
      return new Spent(12, 3456, new java.math.BigDecimal("0.1234"));
    }
  }

  public static void main(String[] arguments) {
    Tool tool = Tools.named(System.getProperty("tool", "codex")).orElseThrow();
    Launch launch =
        new Launch(
            new Books(),
            session ->
                new Stub(URI.create(System.getProperty("gate", "http://127.0.0.1:9")), BEARER),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.err::println);
    LaunchSessions.Asked asked =
        new LaunchSessions.Asked(
            tool.name(), "laptop", "", new LaunchSessions.Limits(null, null, null), null);
    try {
      System.exit(
          launch.run(new Launch.Options(tool, asked, "m", false, Set.of(), List.of(arguments))));
    } catch (LaunchFailure e) {
      System.err.println(e.getMessage() + " " + e.details());
      System.exit(e.exitCode());
    }
  }
}
