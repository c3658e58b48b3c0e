package dev.serai.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A developer's machine in a folder: an empty home, an empty project and an environment with
 * nothing of ours in it. What a client would send to the internet goes to a dead end that is looked
 * at.
 */
final class Desk {
  private static final Duration DEADLINE = Duration.ofSeconds(150);

  private final Path home;
  private final Path project;
  private final Map<String, String> env = new TreeMap<>();

  private Desk(Path home, Path project) {
    this.home = home;
    this.project = project;
  }

  /**
   * @param internet proxy that everything but 127.0.0.1 is sent to
   */
  static Desk in(Path folder, String internet) throws IOException {
    var desk =
        new Desk(
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
    Files.writeString(path, content);
    return this;
  }

  Path project() {
    return project;
  }

  Run run(List<String> command) {
    return Run.of(command, project, env, DEADLINE);
  }
}
