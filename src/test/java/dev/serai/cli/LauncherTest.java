package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a java and a mvnw that only tell how they were called. */
class LauncherTest {
  private static final String BASH = "/bin/bash";
  private static final Path LAUNCH = Path.of("src/main/resources/dev/serai/cli/install/launch.sh");

  @TempDir Path folder;
  private Path home;

  private record Ended(String out, String err, int exitCode) {}

  @BeforeEach
  void distribution() throws IOException {
    home = Files.createDirectories(folder.resolve("serai home"));
    Files.copy(Path.of("serai"), home.resolve("serai"));
    Files.createDirectories(home.resolve("lib"));
    for (String jar : new String[] {"serai-1", "serai-1-cli", "a"})
      Files.createFile(home.resolve("lib/" + jar + ".jar"));
    Files.copy(LAUNCH, home.resolve("lib/launch.sh"));
  }

  @Test
  void saysWhatIsMissingWhenThereIsNoNewEnoughJava() throws Exception {
    Path old = jdk("old", "17.0.1");

    Map<String, String> env =
        Map.of("JAVA_HOME", old.toString(), "SERAI_JVM_FOLDER", folder.toString());

    Ended ended = run(env, home.resolve("serai"), "key", "list");

    assertThat(ended.err()).contains("no JDK 25 or newer found", "Java 17 in " + old, "get one: ");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void findsTheJavaOfTheSystemWhenJavaHomeIsTooOld() throws Exception {
    jdk("temurin-25-jdk", "25");
    Map<String, String> env =
        Map.of("JAVA_HOME", jdk("old", "17.0.1").toString(), "SERAI_JVM_FOLDER", folder.toString());

    assertThat(run(env, home.resolve("serai"), "status").out()).contains("dev.serai.cli.Main");
  }

  @Test
  void runsTheClientFromAnUnpackedDistributionWithoutBuilding() throws Exception {
    Ended ended = run(withJava(), home.resolve("serai"), "key", "list", "--json");

    assertThat(ended.out())
        .contains("-Xmx64m", "-Dserai.launcher=" + home + "/serai ")
        .contains("-cp " + home + "/lib/serai-1-cli.jar dev.serai.cli.Main key list --json");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void startsTheServerForUpWithTheGivenJavaOptions() throws Exception {
    Map<String, String> env =
        Map.of("JAVA_HOME", jdk("new", "25.0.3").toString(), "SERAI_JAVA_OPTS", "-Xmx1g -Da=b");

    Ended ended = run(env, home.resolve("serai"), "up", "--data", "my data");

    assertThat(ended.out())
        .contains("-Xmx1g -Da=b", "CLASSPATH=" + home + "/lib/serai-1.jar:" + home + "/lib/a.jar ")
        .endsWith("dev.serai.up.Up --data my data\n");
  }

  @Test
  void startsTheServersSideForTheJournal() throws Exception {
    Ended ended = run(withJava(), home.resolve("serai"), "journal", "drain", "--journal", "j");

    assertThat(ended.out())
        .contains("CLASSPATH=" + home + "/lib/serai-1.jar:" + home + "/lib/a.jar ")
        .endsWith("dev.serai.up.JournalCommand drain --journal j\n");
  }

  @Test
  void startsTheServersSideToVerifyTheAuditLogAndOnlyThen() throws Exception {
    Ended verify = run(withJava(), home.resolve("serai"), "audit", "verify", "--organization", "a");
    Ended list = run(withJava(), home.resolve("serai"), "audit", "list");

    assertThat(verify.out()).endsWith("dev.serai.up.AuditCommand verify --organization a\n");
    assertThat(list.out()).endsWith("dev.serai.cli.Main audit list\n");
  }

  @Test
  void findsItsHomeThroughLinksAndFromAnotherFolder() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), home.resolve("serai"));
    Files.createSymbolicLink(bin.resolve("serai"), Path.of("one"));

    Ended ended = run(withJava(), bin.resolve("serai"), "status");

    assertThat(ended.out()).contains(home + "/lib/serai-1-cli.jar");
  }

  @Test
  void preparesItsClassesOnceInTheBackground() throws Exception {
    Map<String, String> env =
        Map.of(
            "JAVA_HOME",
            jdk("new", "25.0.3").toString(),
            "SERAI_NO_CACHE",
            "",
            "XDG_CACHE_HOME",
            folder.resolve("cache").toString());
    script(
        folder.resolve("new/bin/java"),
        """
        for word in "$@"; do
          case $word in -XX:AOTCacheOutput=*) echo made >"${word#*=}"; echo x >>"$XDG_CACHE_HOME/times" ;; esac
        done
        echo "$@"\
        """);
    Path cache = folder.resolve("cache/serai/cli.aot");

    assertThat(run(env, home.resolve("serai"), "status").out()).doesNotContain("AOT");
    Instant deadline = Instant.now().plusSeconds(60);
    while (!Files.exists(cache) && Instant.now().isBefore(deadline)) Thread.onSpinWait();

    assertThat(run(env, home.resolve("serai"), "status").out())
        .contains("-XX:AOTCache=" + cache, "dev.serai.cli.Main status");
    assertThat(folder.resolve("cache/times")).hasContent("x");
  }

  @Test
  void buildsASourceTreeOnceAndAgainWhenASourceChanged() throws Exception {
    sourceTree("mkdir -p target/lib && touch target/serai-1.jar target/serai-1-cli.jar; echo b>>n");

    assertThat(run(withJava(), home.resolve("serai"), "up").err()).contains("✓ built");
    assertThat(run(withJava(), home.resolve("serai"), "up").err()).isEmpty();
    Path source = Files.writeString(home.resolve("src/main/New.java"), "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(run(withJava(), home.resolve("serai"), "up").err()).contains("✓ built");

    assertThat(home.resolve("n")).hasContent("b\nb");
  }

  @Test
  void showsTheErrorsOfABuildThatFailed() throws Exception {
    sourceTree("echo '[INFO] fine'; echo '[ERROR] New.java:[1,2] not a statement'; exit 1");

    Ended ended = run(withJava(), home.resolve("serai"), "status");

    assertThat(ended.err())
        .contains("[ERROR] New.java:[1,2] not a statement", "error: the build failed after")
        .doesNotContain("fine");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
  }

  private void sourceTree(String mvnw) throws IOException {
    Files.createDirectories(home.resolve("src/main/java/dev/serai/cli"));
    Files.createFile(home.resolve("pom.xml"));
    Path launch = home.resolve(LAUNCH);
    Files.createDirectories(launch.getParent());
    Files.copy(LAUNCH, launch);
    script(home.resolve("mvnw"), mvnw);
  }

  private Map<String, String> withJava() throws IOException {
    return Map.of("JAVA_HOME", jdk("new", "25.0.3").toString());
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    if (Files.exists(jdk)) return jdk;
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "X=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), "echo \"${CLASSPATH:+CLASSPATH=$CLASSPATH }$@\"");
    script(jdk.resolve("bin/javac"), "exit 1");
    return jdk;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!" + BASH + "\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(Map<String, String> env, Path script, String... args) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String[] command = new String[args.length + 2];
    command[0] = BASH;
    command[1] = script.toString();
    System.arraycopy(args, 0, command, 2, args.length);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", folder.toString()));
    builder.environment().put("SERAI_NO_CACHE", "1");
    builder.environment().putAll(env);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(Files.readString(out), Files.readString(err), process.exitValue());
  }
}
