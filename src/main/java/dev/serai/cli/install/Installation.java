package dev.serai.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the command line is on this machine. On Windows all is in one folder.
 *
 * @param command the script that people call
 * @param folder the jar, its checksum, and the classes that the JVM prepared
 */
public record Installation(Path command, Path folder, String version, boolean windows) {
  private static final long PREPARED_SECONDS = 120;

  /**
   * The usual place of this system: {@code ~/.local}, or the local application data on Windows.
   *
   * @param system as {@code os.name} says
   */
  public static Installation usual(Map<String, String> env, String system, String version) {
    Path home = Path.of(env.getOrDefault("HOME", System.getProperty("user.home", ".")));
    if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
      String local = env.getOrDefault("LOCALAPPDATA", home.resolve("AppData/Local").toString());
      Path folder = Path.of(local, "Programs", "serai");
      return new Installation(folder.resolve("serai.cmd"), folder, version, true);
    }
    String data = env.getOrDefault("XDG_DATA_HOME", "");
    Path shared = data.isEmpty() ? home.resolve(".local/share") : Path.of(data);
    Path command = home.resolve(".local/bin/serai");
    return new Installation(command, shared.resolve("serai"), version, false);
  }

  /**
   * In another folder than {@code ~/.local}, for everybody who can read it.
   *
   * @param prefix gets {@code bin} and {@code share/serai}; on Windows all
   */
  public Installation in(Path prefix) {
    Path where = prefix.toAbsolutePath().normalize();
    return windows
        ? new Installation(where.resolve("serai.cmd"), where, version, true)
        : new Installation(
            where.resolve("bin/serai"), where.resolve("share/serai"), version, false);
  }

  public Path bin() {
    return Objects.requireNonNull(command.toAbsolutePath().getParent());
  }

  public Path jar() {
    return folder.resolve("serai-" + version + "-cli.jar");
  }

  Path checksum() {
    return folder.resolve(jar().getFileName() + ".sha256");
  }

  Path cache() {
    return folder.resolve("cli.aot");
  }

  /**
   * Jar, checksum and script; older jars go. Each file is replaced as a whole, so that a command
   * that runs meanwhile is not disturbed.
   *
   * @param from the jar to copy
   * @param java the JDK's folder
   */
  public void write(Path from, Path java) throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(bin());
    if (!Files.exists(jar()) || !Files.isSameFile(from, jar())) {
      Path fresh = Files.createTempFile(folder, "new-", ".tmp");
      Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
      readable(fresh, "rw-r--r--");
      Files.move(fresh, jar(), StandardCopyOption.REPLACE_EXISTING);
    }
    Checksum.write(jar(), checksum());
    Path script = Files.createTempFile(bin(), ".serai-", ".tmp");
    Files.writeString(script, new Script(this, java).text());
    readable(script, "rwxr-xr-x");
    Files.move(script, command, StandardCopyOption.REPLACE_EXISTING);
    removeOlder();
  }

  private void readable(Path file, String modes) throws IOException {
    if (windows) return;
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString(modes));
  }

  private void removeOlder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean ours = name.matches("serai-.+-cli\\.jar(\\.sha256)?");
        if (ours && !file.equals(jar()) && !file.equals(checksum())) Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Has the JVM prepare the classes that commands use, so that it need not at every start. Takes
   * seconds; what fails here makes commands slower, no more. On Windows a cache that is in use
   * cannot be replaced.
   */
  public void prepare(Path java) throws IOException {
    Path fresh = folder.resolve("cli.aot.new");
    List<String> command =
        Stream.of(
                Stream.of(Script.java(java, windows).toString()),
                Script.options().stream(),
                Stream.of("-XX:AOTCacheOutput=" + fresh, "-cp", jar().toString()),
                Stream.of("dev.serai.cli.Exercise"))
            .flatMap(words -> words)
            .toList();
    Ran.of(command, TimeUnit.SECONDS.toMillis(PREPARED_SECONDS));
    if (Files.exists(fresh)) Files.move(fresh, cache(), StandardCopyOption.REPLACE_EXISTING);
  }
}
