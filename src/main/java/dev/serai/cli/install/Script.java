package dev.serai.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What people call: finds the JDK that installed it, or another, and starts the jar. */
record Script(Installation installation, Path java) {
  private static final String OPTIONS = "  options=\"";

  String text() {
    String version = installation.version();
    if (installation.windows()) {
      return resource("installed.cmd")
          .replace("@version@", version)
          .replace("@java@", inBatch(java.toString()))
          .replace("@options@", String.join(" ", options()))
          .replace("@jarName@", inBatch(installation.jar().getFileName().toString()))
          .replace("@cacheName@", inBatch(installation.cache().getFileName().toString()))
          .replace("\n", "\r\n");
    }
    return resource("installed.sh")
        .replace("@version@", version)
        .replace("@java@", quoted(java))
        .replace("@jar@", quoted(installation.jar()))
        .replace("@cache@", quoted(installation.cache()))
        .replace("@launch@", resource("launch.sh").strip() + "\n");
  }

  /** Of the JVM, the same everywhere: a cache is only good for the options it was made with. */
  static List<String> options() {
    String line =
        resource("launch.sh")
            .lines()
            .filter(each -> each.startsWith(OPTIONS))
            .findFirst()
            .orElseThrow();
    return List.of(line.substring(OPTIONS.length(), line.lastIndexOf('"')).split(" "));
  }

  static Path java(Path home, boolean windows) {
    return home.resolve(windows ? "bin/java.exe" : "bin/java");
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  private static String inBatch(String text) {
    return text.replace("%", "%%");
  }

  private static String resource(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
