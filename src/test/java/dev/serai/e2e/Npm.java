package dev.serai.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Installs npm packages of exact versions into {@code target/e2e}, once per set of versions.
 * Install scripts are off: nothing that was downloaded runs before a test runs it.
 */
final class Npm {
  static final String NODE_VERSION = "22.23.3";

  private static final Path CACHE = Path.of("target", "e2e").toAbsolutePath();
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private Npm() {}

  /** The {@code node} program of the pinned version. */
  static Path node() {
    String name = "node-" + platform();
    return installed("node", name + "@" + NODE_VERSION)
        .resolve(Path.of("node_modules", name, "bin", "node"));
  }

  /**
   * Folder with the packages in its {@code node_modules}.
   *
   * @param packages each {@code name@version}
   */
  static synchronized Path installed(String folder, String... packages) {
    Path home = CACHE.resolve(folder);
    Path mark = home.resolve(".installed");
    String wanted = String.join("\n", packages);
    try {
      if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
        return home;
      }
      Files.createDirectories(home);
      Files.deleteIfExists(mark);
      Files.writeString(home.resolve("package.json"), "{\"private\":true}");
      install(home, packages);
      Files.writeString(mark, wanted);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("npm packages in " + home, e);
    }
  }

  private static void install(Path home, String... packages) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"));
    command.addAll(
        List.of(
            "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"));
    command.addAll(List.of(packages));
    // npm's own registry and proxy settings are the machine's, so it keeps the environment
    Run run = Run.of(command, home, Map.copyOf(System.getenv()), DEADLINE);
    if (run.exit() != 0) {
      throw new AssertionError(
          """
          npm could not install %s (%s).
          The end-to-end tests need npm on the PATH and its registry; leave -Pe2e out to go without.
          %s"""
              .formatted(String.join(" ", packages), run.ending(), run.tail(40)));
    }
  }

  /** As packages with binaries in them are called: {@code linux-x64}. */
  static String platform() {
    return system() + "-" + architecture();
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
        ? "darwin"
        : "linux";
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
  }
}
