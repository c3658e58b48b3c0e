package dev.serai.cli.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether an installation works: by using it. */
public final class SelfCheck {
  private static final long DEADLINE_MILLIS = 30_000;
  private static final String AGAIN = "java -jar serai-VERSION-cli.jar install";

  /**
   * @param advice what to do; empty = it is well
   * @param works whether commands work all the same
   */
  public record Part(String name, String found, String advice, boolean works) {
    static Part well(String name, String found) {
      return new Part(name, found, "", true);
    }

    static Part worse(String name, String found, String advice) {
      return new Part(name, found, advice, true);
    }

    static Part broken(String name, String found, String advice) {
      return new Part(name, found, advice, false);
    }
  }

  private final Installation installation;
  private final Path java;
  private final String path;

  /**
   * @param java the JDK's folder
   * @param path the {@code PATH}
   */
  public SelfCheck(Installation installation, Path java, String path) {
    this.installation = installation;
    this.java = java;
    this.path = path;
  }

  public List<Part> parts() throws IOException {
    List<Part> parts = new ArrayList<>();
    parts.add(jar());
    if (parts.getFirst().works()) parts.add(command());
    if (parts.getLast().works()) parts.add(prepared());
    parts.add(onPath());
    return parts;
  }

  private Part jar() throws IOException {
    Path jar = installation.jar();
    if (!Files.isRegularFile(jar)) return Part.broken("jar", jar + " is missing", AGAIN);
    if (!Checksum.matches(jar, installation.checksum()))
      return Part.broken("jar", jar + " is not what was installed (SHA-256)", AGAIN);
    return Part.well("jar", jar + ", " + (Files.size(jar) + 512) / 1024 + " KiB");
  }

  /**
   * The script, the JDK that it finds and the jar, all at once; and every command, for its help.
   */
  private Part command() throws IOException {
    Path command = installation.command();
    if (!Files.isRegularFile(command))
      return Part.broken("command", command + " is missing", AGAIN);
    Ran help = Ran.of(List.of(command.toString(), "help"), DEADLINE_MILLIS);
    Ran version = Ran.of(List.of(command.toString(), "version"), DEADLINE_MILLIS);
    String expected = "serai " + installation.version();
    if (help.exitCode() != 0 || version.exitCode() != 0 || !version.said().startsWith(expected))
      return Part.broken("command", command + " says: " + firstLine(version), AGAIN);
    return Part.well(
        "command", command + ", " + firstLine(version) + ", " + version.millis() + " ms");
  }

  private Part prepared() throws IOException {
    Path cache = installation.cache();
    String what = "classes prepared by the JVM";
    if (!Files.exists(cache)) return Part.worse("start", "no " + what, "serai install");
    List<String> command =
        Stream.of(
                Stream.of(Script.java(java, installation.windows()).toString()),
                Script.options().stream(),
                Stream.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Xlog:all=off"),
                Stream.of("-cp", installation.jar().toString(), "dev.serai.cli.Main", "version"))
            .flatMap(words -> words)
            .toList();
    return Ran.of(command, DEADLINE_MILLIS).exitCode() == 0
        ? Part.well("start", what + ", " + (Files.size(cache) >> 20) + " MiB")
        : Part.worse("start", "the " + what + " are not of this JDK", "serai install");
  }

  private static String firstLine(Ran ran) {
    return ran.said().lines().findFirst().orElse("nothing, exit code " + ran.exitCode());
  }

  private Part onPath() throws IOException {
    Path command = installation.command();
    Optional<Path> found = first(command.getFileName().toString());
    if (found.isEmpty())
      return Part.worse("PATH", installation.bin() + " is not on it", addToPath());
    return Files.exists(command) && Files.isSameFile(found.get(), command)
        ? Part.well("PATH", installation.bin().toString())
        : Part.worse("PATH", found.get() + " comes first", addToPath());
  }

  private String addToPath() {
    Path bin = installation.bin();
    return installation.windows()
        ? "setx PATH \"%PATH%;" + bin + "\", or System > Environment Variables"
        : "export PATH=\"" + bin + ":$PATH\" in ~/.profile";
  }

  private Optional<Path> first(String command) {
    for (String folder : path.split(File.pathSeparator)) {
      if (folder.isEmpty()) continue;
      try {
        Path file = Path.of(folder, command);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) return Optional.of(file);
      } catch (InvalidPathException e) {
        // no folder of this system
      }
    }
    return Optional.empty();
  }
}
