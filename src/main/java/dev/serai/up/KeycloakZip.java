package dev.serai.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where the distribution of Keycloak comes from: the local Maven repository, filled by Maven. */
public final class KeycloakZip {
  private static final Duration FETCH = Duration.ofMinutes(20);
  private static final int MEGABYTES = 177;

  private KeycloakZip() {}

  /**
   * The zip in the local repository; fetched when it is not there.
   *
   * @param project the source tree, with {@code mvnw} in it
   * @param folder for a zip that is fetched to a repository in another place
   * @param tell hears how far it is
   * @throws IllegalStateException when Maven cannot get it, with its reason
   */
  public static Path get(Path project, Path folder, Consumer<String> tell) {
    Path there = repository().resolve(KeycloakHome.IN_REPOSITORY);
    if (Files.isRegularFile(there)) return there;
    if (!Files.isExecutable(project.resolve("mvnw"))) {
      throw new IllegalStateException("no Keycloak here: it has to be given as a zip");
    }
    try {
      Files.createDirectories(folder);
      fetch(project, folder, tell);
    } catch (IOException e) {
      throw new UncheckedIOException("Maven cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak was fetched", e);
    }
    return folder.resolve(there.getFileName());
  }

  private static void fetch(Path project, Path folder, Consumer<String> tell)
      throws IOException, InterruptedException {
    Path log = folder.resolve("fetch.log");
    Process process =
        new ProcessBuilder(
                "./mvnw",
                "-B",
                "org.apache.maven.plugins:maven-dependency-plugin:copy",
                "-Dartifact=" + KeycloakHome.ARTIFACT,
                "-DoutputDirectory=" + folder)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      await(process, tell);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (process.exitValue() != 0) {
      try (Stream<String> lines = Files.lines(log)) {
        String why = lines.filter(line -> line.startsWith("[ERROR]")).findFirst().orElse("");
        throw new IllegalStateException(
            "Maven cannot fetch Keycloak " + KeycloakHome.VERSION + ": " + why + " (" + log + ")");
      }
    }
  }

  private static void await(Process process, Consumer<String> tell)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + FETCH.toNanos();
    String before = "";
    while (!process.waitFor(Duration.ofSeconds(2))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Keycloak was not fetched within " + FETCH.toMinutes() + " minutes");
      }
      String now = fetched() + " of " + MEGABYTES + " MB";
      if (!now.equals(before)) tell.accept("fetching " + KeycloakHome.VERSION + ", " + now);
      before = now;
    }
  }

  /** Maven writes to a file of another name beside the one that it will be. */
  private static long fetched() throws IOException {
    Path into = repository().resolve(KeycloakHome.IN_REPOSITORY).getParent();
    if (into == null || !Files.isDirectory(into)) return 0;
    try (Stream<Path> files = Files.list(into)) {
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0) >> 20;
    }
  }

  private static Path repository() {
    String given = System.getProperty("maven.repo.local", "");
    return given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(given);
  }
}
