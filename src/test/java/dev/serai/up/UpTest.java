package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process: what it prints, how it ends. */
class UpTest {
  @TempDir static Path binaries;
  @TempDir Path folder;

  @BeforeEach
  void shareBinaries() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(folder.resolve("data/postgres-bin"), binaries);
  }

  private record Ended(int exitCode, String out, String err) {}

  @AfterEach
  void keepBinaries() throws Exception {
    Files.deleteIfExists(folder.resolve("data/postgres-bin"));
  }

  @Test
  void servesUntilItIsToldToStopAndStopsTheDatabaseToo() throws Exception {
    Path prepared = Files.writeString(folder.resolve("unfit.aot"), "of another JVM");
    List<String> options = List.of("-XX:AOTCache=" + prepared, "-Xlog:aot*=off", "-Xlog:cds*=off");
    Process up = start(options, "--port", "0", "--admin-port", "0");
    String gateway = awaitLine(up, "Gateway");
    HttpRequest ready = HttpRequest.newBuilder(URI.create(gateway + "/readyz")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(ready, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
    Path postgres = folder.toRealPath().resolve("data/postgres");
    assertThat(Postmaster.in(postgres)).isPresent();

    up.destroy(); // SIGTERM
    Ended ended = end(up);

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).contains("✓ gateway", "stopped", "✓ database");
    assertThat(Postmaster.in(postgres)).isEmpty();
    assertThat(folder.resolve("data/logs/serai.log")).isNotEmptyFile();
    assertThat(prepared).as("the next start prepares them anew").doesNotExist();
  }

  @Test
  void saysWhichPortIsTakenBeforeItStartsAnything() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertSentence(
          end(start(List.of(), "--port", port)),
          1,
          "port " + port + " is taken: stop what listens there, or choose another --port");
    }
    assertThat(folder.resolve("data/postgres")).doesNotExist();
  }

  @Test
  void saysThatTheConfigurationFileIsMissing() throws Exception {
    assertSentence(
        end(start(List.of(), "--config", "nowhere.yaml")),
        2,
        "configuration file nowhere.yaml does not exist");
  }

  @Test
  void saysWhatIsWrongInTheConfigurationFileWithoutAStackTrace() throws Exception {
    Path config = Files.writeString(folder.resolve("bad.yaml"), "wrong: 1\n");

    Ended ended = end(start(List.of(), "--config", config.toString(), "--port", "0"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("error: the gateway cannot start: " + config + ":1: unknown key \"wrong\"")
        .doesNotContain("\tat ", "Exception");
    assertThat(folder.resolve("data/logs/serai.log")).content().contains("\tat ");
    assertThat(folder.resolve("out"))
        .as("what was made before the start failed is not lost")
        .content()
        .contains("vk-first-key", "first-admin-token");
    assertThat(Postmaster.in(folder.toRealPath().resolve("data/postgres"))).isEmpty();
  }

  @Test
  void makesNoAdminTokenWhereNoneIsTaken() throws Exception {
    Ended ended =
        end(
            start(
                List.of("-Dserai.admin.break-glass=false"),
                "--port",
                "0",
                "--admin-port",
                "0",
                "--reset-admin-token"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .contains("--reset-admin-token makes a token that is not taken here")
        .doesNotContain("is ready", "\tat ");
    assertThat(ended.out()).doesNotContain("token");
  }

  @Test
  void saysThatTheHeapIsTooSmall() throws Exception {
    Ended ended = end(start(List.of("-Xmx40m"), "--port", "0"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("error: not enough memory").hasLineCount(1);
  }

  @Test
  void saysThatTheDatabaseCannotBeReached() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    String url = "postgres://u:very-secret@127.0.0.1:" + nobody + "/serai";

    Ended ended = end(start(List.of(), "--port", "0", "--admin-port", "0", "--database-url", url));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("error: the database at jdbc:postgresql://127.0.0.1:" + nobody + "/serai cannot")
        .doesNotContain("very-secret", "\tat ");
  }

  @Test
  void refusesAnAddressThatIsNotPostgres() throws Exception {
    Ended ended = end(start(List.of(), "--port", "0", "--database-url", "mysql://u:pw@h/db"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("not an address of PostgreSQL").doesNotContain("pw@");
  }

  @Test
  void saysThatTheDataFolderIsAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");

    Ended ended = end(start(List.of(), "--port", "0", "--admin-port", "0", "--data", file + "/in"));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).startsWith("error: data folder ").hasLineCount(1);
  }

  @Test
  void refusesAnUnknownOption() throws Exception {
    assertSentence(
        end(start(List.of(), "--prot")), 2, "Unknown option: '--prot' (try: serai up --help)");
  }

  private static void assertSentence(Ended ended, int exitCode, String sentence) {
    assertThat(ended.err()).isEqualTo("error: " + sentence + "\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  private Process start(List<String> javaOptions, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TinyGateway.class.getName());
    if (!List.of(args).contains("--data")) command.addAll(List.of("--data", "data"));
    command.add("--no-keycloak");
    command.addAll(List.of(args));
    File err = folder.resolve("err").toFile();
    File out = folder.resolve("out").toFile();
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(err)
        .redirectOutput(out)
        .start();
  }

  /** The value behind a word on standard output, once it is there. */
  private String awaitLine(Process process, String word) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      for (String line : Files.readAllLines(folder.resolve("out"))) {
        if (line.startsWith(word + " ")) return line.substring(word.length()).strip();
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("no \"" + word + "\": " + Files.readString(folder.resolve("err")));
  }

  private Ended end(Process process) throws Exception {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + Files.readString(folder.resolve("err")));
    }
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }
}
