package dev.serai.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is released, as users get it. Runs after it is packed. */
@Tag("packaged")
class ReleasedJarTest {
  private static final long MEGABYTE = 1_000_000;

  @TempDir Path folder;

  private record Ended(String said, int exitCode) {}

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("serai-.+-cli\\.jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  private Ended run(Map<String, String> env, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("SERAI") || name.startsWith("XDG"));
    builder.environment().put("HOME", folder.resolve("it's home").toString());
    builder.environment().putAll(env);
    Process process = builder.directory(folder.toFile()).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(said, process.waitFor());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
  }

  @Test
  void itIsSmallAndHasNothingOfTheServer() throws IOException {
    assertThat(Files.size(jar())).isLessThan(MEGABYTE);
    try (JarFile jar = new JarFile(jar().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .allMatch(
              name ->
                  name.matches(
                      "(META-INF|dev/serai/cli|picocli|com/grack)/.*|(dev|dev/serai|com)/"))
          .contains("META-INF/NOTICE.txt", "META-INF/Apache-2.0.txt");
    }
  }

  /** The JVM takes older ones of the fifth Java into no cache: {@code pom.xml} compiles picocli. */
  @Test
  void theJvmCanPrepareItsClasses() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      for (ZipEntry entry :
          jar.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          assertThat(in.readUnsignedShort()).as(entry.getName()).isGreaterThanOrEqualTo(50);
        }
      }
    }
  }

  @Test
  void itComesWithItsChecksum() throws IOException {
    Path checksum = Path.of(jar() + ".sha256");

    assertThat(Checksum.matches(jar(), checksum)).isTrue();
    assertThat(checksum).content().endsWith(" *" + jar().getFileName() + System.lineSeparator());
  }

  @Test
  void itInstallsItselfAndSaysWhetherItWorks() throws Exception {
    Ended installed = run(Map.of(), java(), "-jar", jar().toString(), "install");
    assertThat(installed.exitCode()).as(installed.said()).isZero();
    assertThat(installed.said())
        .contains("ok\tjar\t", "ok\tcommand\t", "ok\tstart\tclasses prepared", "is not on it");
    Path home = folder.resolve("it's home");
    String serai = home.resolve(".local/bin/serai").toString();

    assertThat(run(Map.of(), serai, "version").said()).startsWith("serai ");
    assertThat(run(Map.of(), serai, "no-such").exitCode()).isEqualTo(2);
    assertThat(run(Map.of(), serai, "whoami").exitCode()).isEqualTo(4);
    Ended check =
        run(
            Map.of("PATH", home.resolve(".local/bin") + ":/usr/bin:/bin"),
            serai,
            "install",
            "--check");
    assertThat(check.said()).contains("ok\tPATH\t").doesNotContain("warn", "fail");

    Path copy = jarIn(home.resolve(".local/share/serai"));
    Files.writeString(Path.of(copy + ".sha256"), "0".repeat(64) + " *x\n");
    Ended changed = run(Map.of(), serai, "install", "--check");
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.said()).contains("fail\tjar\t", "is not what was installed");
  }

  private static Path jarIn(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      assertThat(jars).hasSize(1);
      return jars.getFirst();
    }
  }
}
