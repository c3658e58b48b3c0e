package dev.serai.e2e;

import dev.serai.Serai;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, so that it can be killed. Its folder outlives it. */
public final class Replica implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final TestDatabase database;
  private final Path folder;
  private final Path secrets;
  private final Path settings;
  private final String[] properties;
  private final int port = free();
  private final int adminPort = free();
  private Process process;

  /** Of the process, 0 = as many as this one. */
  private int openFiles;

  /**
   * @param secrets shared by all replicas: the pepper and the key of the secrets in the database
   * @param settings a {@code serai.yaml}
   */
  private Replica(
      TestDatabase database, Path folder, Path secrets, Path settings, String... properties) {
    this.database = database;
    this.folder = folder;
    this.secrets = secrets;
    this.settings = settings;
    this.properties = properties;
  }

  /** Started one after the other, so that one of them writes the settings; all are ready. */
  public static List<Replica> start(
      int count, TestDatabase database, Path folder, String yaml, String... properties) {
    try {
      Path settings = Files.writeString(folder.resolve("serai.yaml"), yaml);
      List<Replica> replicas = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Replica replica =
            new Replica(
                database,
                Files.createDirectories(folder.resolve("replica-" + i)),
                folder.resolve("secrets"),
                settings,
                properties);
        replica.start();
        replicas.add(replica);
      }
      return replicas;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that may not open more files than that. */
  static Replica startWithFiles(
      int openFiles, TestDatabase database, Path folder, String yaml, String... properties)
      throws IOException {
    Path settings = Files.writeString(folder.resolve("serai.yaml"), yaml);
    Replica replica =
        new Replica(database, folder, folder.resolve("secrets"), settings, properties);
    replica.openFiles = openFiles;
    replica.start();
    return replica;
  }

  /** Settings of a gateway before one provider, whose only key is that of the tests. */
  static String oneProvider(String type, FakeProvider provider) {
    return """
        organization: acme
        projects: [ { name: checkout } ]
        providers:
          - { name: fake, type: %s, base-url: "%s", models: [ "*" ], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
        policies:
          - { name: standard, providers: [ fake ] }
        keys:
          - { name: ci, project: checkout, policy: standard, secret: "%s" }
        """
        .formatted(type, provider.baseUrl(), GatewayUnderTest.KEY);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  Path journal() {
    return folder.resolve("journal");
  }

  /** Returns when it serves. */
  public void start() {
    List<String> command = new ArrayList<>();
    if (openFiles > 0)
      command.addAll(
          List.of("sh", "-c", "ulimit -n $0 && exec \"$@\"", Integer.toString(openFiles)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Serai.class.getName()));
    all().forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      process =
          new ProcessBuilder(command)
              .directory(Path.of("").toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  /** With those that were asked for in the place of ours. */
  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    put(all, database.properties());
    all.put("serai.secrets.folder", secrets.toString());
    all.put("serai.journal.folder", journal().toString());
    all.put("serai.config", settings.toString());
    all.put("serai.gateway.port", Integer.toString(port));
    all.put("server.port", Integer.toString(adminPort));
    all.put("serai.gateway.drain", "5s");
    put(all, properties);
    return all;
  }

  private static void put(Map<String, String> all, String... properties) {
    for (String property : properties) {
      int name = property.indexOf('=');
      all.put(property.substring(0, name), property.substring(name + 1));
    }
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As an orderly shutdown does. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  String log(int lines) {
    try {
      List<String> all = Files.readAllLines(log());
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() {
    if (process != null) kill();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS))
        throw new AssertionError("the replica does not end:\n" + log(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) throw new AssertionError("the replica ended:\n" + log(40));
      if (ready()) return;
      try {
        process.waitFor(50, TimeUnit.MILLISECONDS); // returns at once when it ends
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    throw new AssertionError("the replica is not ready after " + START + ":\n" + log(40));
  }

  private boolean ready() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
