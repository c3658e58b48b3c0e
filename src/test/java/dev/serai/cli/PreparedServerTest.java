package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher and the JVM of this machine with a server of two small classes, so that preparing
 * them takes a second: what is kept, when it is used, and what happens when it does not fit.
 */
class PreparedServerTest {
  private static final Path LAUNCH = Path.of("src/main/resources/dev/serai/cli/install/launch.sh");

  /** Tells how it was started, and whether the JVM took the classes that it was given. */
  private static final String UP =
      """
      package dev.serai.up;

      import com.sun.management.HotSpotDiagnosticMXBean;
      import java.lang.management.ManagementFactory;

      public class Up {
        public static void main(String[] args) {
          var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
          System.out.println("file " + vm.getVMOption("AOTCache").getValue());
          System.out.println("taken " + System.getProperty("java.vm.info").contains("sharing"));
          System.out.println("asked " + Boolean.getBoolean("serai.prepare"));
        }
      }
      """;

  /** Leaves a line for each time that it runs, and what it sees of the environment. */
  private static final String EXERCISE =
      """
      package dev.serai.up;

      import java.nio.file.*;

      public class Exercise {
        public static void main(String[] args) throws Exception {
          Path home = Path.of(System.getProperty("serai.home"));
          Files.writeString(home.resolve("times"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          Files.writeString(home.resolve("environment"), String.join(" ", System.getenv().keySet()));
          Up.main(args);
          System.exit(Files.exists(home.resolve("fail")) ? 1 : 0);
        }
      }
      """;

  @TempDir static Path classes;
  @TempDir Path folder;
  private Path home;

  private record Ended(String out, String err, int exitCode) {}

  @BeforeAll
  static void compile() throws IOException {
    Path up = Files.writeString(classes.resolve("Up.java"), UP);
    Path exercise = Files.writeString(classes.resolve("Exercise.java"), EXERCISE);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int result =
        compiler.run(
            null, said, said, "-proc:none", "-d", classes.toString(), up + "", exercise + "");
    assertThat(result).as(said.toString()).isZero();
  }

  @BeforeEach
  void distribution() throws IOException {
    home = Files.createDirectories(folder.resolve("serai home"));
    Files.copy(Path.of("serai"), home.resolve("serai"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(LAUNCH, home.resolve("lib/launch.sh"));
    jar("serai-1.jar", "one");
    jar("library.jar", "one");
    Files.createFile(home.resolve("lib/serai-1-cli.jar"));
  }

  @Test
  void preparesTheClassesOnceAndStartsWithThem() throws Exception {
    assertThat(run("up").out()).contains("file \n", "asked true");

    Ended prepared = run("prepare");
    assertThat(prepared.err()).contains("✓ prepared");
    assertThat(run("prepare").err()).contains("✓ prepared");

    assertThat(home.resolve("times")).hasContent("x");
    assertThat(run("up").out()).contains("file " + onlyFile(), "taken true", "asked false");
  }

  @Test
  void showsTheExerciseNothingOfTheUsersEnvironment() throws Exception {
    run(Map.of("SERAI_DATABASE_URL", "postgres://theirs/db", "OPENAI_API_KEY", "sk"), "prepare");

    assertThat(home.resolve("environment"))
        .content()
        .contains("PATH")
        .doesNotContain("SERAI", "OPENAI");
  }

  @Test
  void preparesThemAnewForOtherJarsAndForgetsTheOldOnes() throws Exception {
    run("prepare");
    Path old = onlyFile();
    jar("library.jar", "another, longer one");

    assertThat(run("up").out()).contains("file \n", "asked true");
    run("prepare");

    assertThat(onlyFile()).isNotEqualTo(old);
    assertThat(run("up").out()).contains("file " + onlyFile(), "taken true");
  }

  @Test
  void preparesThemForTheOptionsThatTheJvmIsStartedWith() throws Exception {
    Map<String, String> other = Map.of("SERAI_JAVA_OPTS", "-Xmx200m -XX:-UseCompressedOops");
    run("prepare");

    assertThat(run(other, "up").out()).contains("file \n", "asked true");
    run(other, "prepare");

    assertThat(run(other, "up").out()).contains("file " + onlyFile(), "taken true");
  }

  @Test
  void startsWithoutThemAndInSilenceWhenTheFileIsDamaged() throws Exception {
    run("prepare");
    try (RandomAccessFile file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    Ended cut = run("up");
    Files.writeString(onlyFile(), "no such thing");
    Ended foreign = run("up");

    for (Ended each : List.of(cut, foreign)) {
      assertThat(each.out()).startsWith("file ").contains("taken false");
      assertThat(each.err()).isEmpty();
      assertThat(each.exitCode()).isZero();
    }
  }

  @Test
  void keepsNothingOfAnExerciseThatFailed() throws Exception {
    Files.createFile(home.resolve("fail"));

    Ended failed = run("prepare");

    assertThat(failed.err()).contains("error: the classes cannot be prepared (exit code 1)");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(run("prepare").err()).contains("could not within the last hour");
    assertThat(home.resolve("times")).hasContent("x");
    assertThat(run("up").out()).contains("file \n");
  }

  @Test
  void keepsThemInTheHomeFolderWhereTheProgramsCannotBeWrittenTo() throws Exception {
    Files.createFile(home.resolve("lib/prepared"));

    run("prepare");

    assertThat(run("up").out())
        .contains("file " + folder.resolve(".cache/serai/server-"), "taken true");
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib/prepared"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  private void jar(String name, String note) throws IOException {
    try (OutputStream file = Files.newOutputStream(home.resolve("lib").resolve(name));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String entry : List.of("dev/serai/up/Up.class", "dev/serai/up/Exercise.class")) {
        jar.putNextEntry(new JarEntry(entry));
        Files.copy(classes.resolve(entry), jar);
      }
      jar.putNextEntry(new JarEntry("note"));
      jar.write(note.getBytes());
    }
  }

  private Ended run(String... args) throws Exception {
    return run(Map.of(), args);
  }

  private Ended run(Map<String, String> env, String... args) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String[] command = new String[args.length + 2];
    command[0] = "/bin/bash";
    command[1] = home.resolve("serai").toString();
    System.arraycopy(args, 0, command, 2, args.length);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString(),
                "JAVA_HOME", System.getProperty("java.home")));
    environment.putAll(env);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ended(Files.readString(out), Files.readString(err), process.exitValue());
  }
}
