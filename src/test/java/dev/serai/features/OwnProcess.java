package dev.serai.features;

import dev.serai.Serai;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a JVM of its own, to be looked into with the JDK's tools and to be killed. */
final class OwnProcess implements AutoCloseable {
  private final Path folder;
  private final int port = free();
  private final int adminPort = free();
  private final Process process;

  /**
   * @param environment with the secrets: nothing of them is on the command line
   */
  OwnProcess(TestDatabase database, Path folder, Map<String, String> environment)
      throws IOException {
    this.folder = folder;
    List<String> command = new ArrayList<>(List.of(java("java")));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Serai.class.getName()));
    for (String property : database.properties()) command.add("--" + property);
    command.add("--serai.secrets.folder=" + folder.resolve("secrets"));
    command.add("--serai.journal.folder=" + folder.resolve("journal"));
    command.add("--serai.config=" + folder.resolve("serai.yaml"));
    command.add("--serai.gateway.port=" + port);
    command.add("--server.port=" + adminPort);
    command.add("--server.tomcat.basedir=" + folder.resolve("tomcat"));
    command.add("--logging.level.dev.serai=trace");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  void awaitReady() throws Exception {
    Eventually.is(
        "ready, " + log(),
        () -> {
          if (!process.isAlive()) throw new AssertionError("it ended:\n" + log());
          try {
            return new Client(adminUrl(), "").get("/readyz").status() == 200;
          } catch (IOException notYet) {
            process.waitFor(100, TimeUnit.MILLISECONDS);
            return false;
          }
        });
  }

  /** What a tool of the JDK says about the process. */
  String ask(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(java("jcmd"), Long.toString(process.pid())));
    all.addAll(List.of(command));
    Path out = Files.createTempFile(folder, "jcmd", ".txt");
    Process jcmd =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!jcmd.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("jcmd hangs: " + all);
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }

  /** As a fault in native code would; returns what the JVM writes about it. */
  String crash() throws Exception {
    new ProcessBuilder("kill", "-SEGV", Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("it goes on");
    return Files.readString(folder.resolve("crash.log"), StandardCharsets.ISO_8859_1);
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
