package dev.serai.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A developer's machine in a folder: an empty home, an empty project and an environment with
 * nothing of ours in it. What a client would send to the internet goes to a dead end that is looked
 * at.
 */
final class Desk {
  /** Far above what it takes, for a machine that is busy. */
  private static final Duration DEADLINE = Duration.ofMinutes(4);

  private final Path folder;
  private final Path home;
  private final Path project;
  private final Set<Path> planted = new HashSet<>();
  private final Map<String, String> env = new TreeMap<>();

  private Desk(Path folder, Path home, Path project) {
    this.folder = folder;
    this.home = home;
    this.project = project;
  }

  /**
   * @param internet proxy that everything but 127.0.0.1 is sent to
   */
  static Desk in(Path folder, String internet) throws IOException {
    var desk =
        new Desk(
            folder,
            Files.createDirectory(folder.resolve("home")),
            Files.createDirectory(folder.resolve("project")));
    desk.env("HOME", desk.home.toString())
        .env("PATH", Npm.node().getParent() + ":/usr/local/bin:/usr/bin:/bin")
        .env("TMPDIR", Files.createDirectory(folder.resolve("tmp")).toString())
        .env("LANG", "C.UTF-8")
        .env("TERM", "dumb")
        .env("HTTPS_PROXY", internet)
        .env("HTTP_PROXY", internet)
        .env("https_proxy", internet)
        .env("http_proxy", internet)
        .env("NO_PROXY", "127.0.0.1,localhost")
        .env("no_proxy", "127.0.0.1,localhost");
    return desk;
  }

  Desk env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** Writes a file of the home folder. */
  Desk home(String file, String content) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    planted.add(Files.writeString(path, content));
    return this;
  }

  /** Puts the agent in the PATH, as an install for all users would. */
  Desk install(ReleasedAgent agent) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve(agent.command), agent.program());
    return env("PATH", bin + ":" + Npm.node().getParent() + ":/usr/bin:/bin");
  }

  /** Home, project, temporary files: all that its user may write to. */
  Path folder() {
    return folder;
  }

  /** Files that were there before. */
  Set<Path> planted() {
    return Set.copyOf(planted);
  }

  Path project() {
    return project;
  }

  Run run(List<String> command) {
    return run(command, line -> {});
  }

  /**
   * @param reader of what it says on standard error, line by line
   */
  Run run(List<String> command, Consumer<String> reader) {
    return Run.of(command, project, env, DEADLINE, reader);
  }
}
