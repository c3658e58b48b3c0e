package dev.serai.keys;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the whole gateway on a database, as {@code ./serai up --database-url} does. */
final class GatewayStart {
  private final List<String> command = new ArrayList<>();

  /**
   * @param options of the JVM
   * @param data of this database alone: the pepper is in there
   */
  GatewayStart(List<String> options, String databaseUrl, Path data) throws IOException {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    // without the tests: each class below dev.serai is looked at for what Spring should wire
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(entry -> !entry.endsWith("/test-classes"))
            .collect(joining(":"));
    command.addAll(List.of("-Dserai.home=" + Path.of("").toAbsolutePath(), "-cp", classPath));
    command.addAll(List.of("dev.serai.up.Up", "--data", data.toString()));
    command.addAll(List.of("--port", freePort(), "--admin-port", freePort()));
    command.addAll(List.of("--config", Files.createFile(data.resolve("none.yaml")).toString()));
    command.addAll(List.of("--database-url", databaseUrl, "--no-keycloak"));
  }

  /** Milliseconds from the start of the process until it says that it may be sent traffic. */
  double readyMs() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SERAI_DATABASE_USER", "postgres");
    long start = System.nanoTime();
    Process process = builder.start();
    List<String> said = new ArrayList<>();
    double took = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (took > 0 || !line.contains("is ready")) continue;
        took = (System.nanoTime() - start) / 1e6;
        process.toHandle().destroy(); // not by the process: that closes what we still read
      }
    }
    if (process.waitFor() != 0 || took == 0) throw new IllegalStateException("" + said);
    return took;
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
