package dev.serai.up;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A running Keycloak of our own, on 127.0.0.1, its database an H2 file in a folder of ours. */
public final class KeycloakProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(240);
  static final Duration STOP = Duration.ofSeconds(20);
  private static final String PID_FILE = "keycloak.pid";

  /** How a start says that it has prepared its libraries and wants to be started again. */
  private static final int AGAIN = 10;

  private final Plan plan;
  private final Process process;

  /**
   * What to start.
   *
   * @param data its folder: the database and the number of its process
   * @param log appended to
   * @param environment {@code KC_BOOTSTRAP_ADMIN_…}, which no other user of the machine may see
   * @param options further ones of {@code start-dev}
   */
  public record Plan(
      KeycloakHome home,
      Path data,
      int port,
      Path log,
      Map<String, String> environment,
      List<String> options) {

    public String url() {
      return "http://127.0.0.1:" + port;
    }

    private List<String> command(boolean built) {
      List<String> command = new ArrayList<>(home.command(built, data, "-Xmx192m"));
      command.add("start-dev");
      command.add("--http-host=127.0.0.1");
      command.add("--http-port=" + port);
      command.add("--hostname=" + url());
      // a server that asks it at another address is told addresses that it can reach as well
      command.add("--hostname-backchannel-dynamic=true");
      command.add(
          "--db-url=jdbc:h2:file:"
              + data.resolve("keycloakdb")
              + ";NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000");
      command.addAll(options);
      return command;
    }
  }

  private KeycloakProcess(Plan plan, Process process) {
    this.plan = plan;
    this.process = process;
  }

  /**
   * Starts it and waits until it answers; ends a server that was left behind in the folder first.
   *
   * @throws IllegalStateException when it ends or does not answer in 240 s, with the reason of its
   *     log; it does not run then
   */
  public static KeycloakProcess start(Plan plan) {
    leftBehind(plan.data()).ifPresent(KeycloakProcess::end);
    try {
      Files.createDirectories(plan.data());
      long end = System.nanoTime() + READY.toNanos();
      KeycloakProcess started = launch(plan, false);
      if (!started.awaitReady(end) && started.process.exitValue() == AGAIN) {
        started = launch(plan, true);
        started.awaitReady(end);
      }
      if (started.process.isAlive()) {
        plan.home().prove();
        return started;
      }
      throw new IllegalStateException("it ended: " + reason(plan.log()));
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak cannot be started: " + e.getMessage(), e);
    }
  }

  private static KeycloakProcess launch(Plan plan, boolean built) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(plan.command(built));
    builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
    builder.environment().putAll(plan.environment());
    // not our working folder, which may be gone before it is
    builder.directory(plan.data().toFile());
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(plan.log().toFile()));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    Files.writeString(plan.data().resolve(PID_FILE), process.pid() + "\n");
    return new KeycloakProcess(plan, process);
  }

  /** Whether it is ready; false when it has ended. */
  private boolean awaitReady(long end) {
    try {
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        if (answers(plan.url() + "/realms/master")) return true;
        if (System.nanoTime() > end) {
          end(process.toHandle());
          throw new IllegalStateException("no answer within " + READY.toSeconds() + " s");
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(process.toHandle());
      throw new IllegalStateException("interrupted while it started", e);
    }
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(2_000);
      // the first page of a cold server on a busy machine
      connection.setReadTimeout(20_000);
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static String reason(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> told = lines.filter(line -> line.contains("ERROR")).toList();
      return told.isEmpty() ? "see " + log : told.getLast() + " (" + log + ")";
    }
  }

  /**
   * A server that still runs on the folder though who started it is gone, known by the number in
   * {@code keycloak.pid}. A number that now belongs to another program is nothing.
   */
  public static Optional<ProcessHandle> leftBehind(Path data) {
    try {
      Path file = data.resolve(PID_FILE);
      if (!Files.exists(file)) return Optional.empty();
      String pid = Files.readString(file).strip();
      if (!pid.matches("[0-9]{1,18}")) return Optional.empty();
      return ProcessHandle.of(Long.parseLong(pid))
          .filter(ProcessHandle::isAlive)
          .filter(found -> isOn(data, found));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isOn(Path data, ProcessHandle found) {
    return found
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(KeycloakHome.mark(data)))
        .orElse(false);
  }

  /** Asks it to end, and after 20 s does not ask any more. */
  public static void end(ProcessHandle server) {
    server.destroy();
    try {
      server.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    } catch (ExecutionException | TimeoutException e) {
      server.destroyForcibly();
    }
  }

  /**
   * A port of 127.0.0.1 that is free, below those that systems give to clients: one of these may be
   * taken again before Keycloak listens.
   */
  public static int anyPort() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return free.getLocalPort();
      } catch (IOException e) {
        // taken
      }
    }
    throw new IllegalStateException("no free port between 20000 and 32000");
  }

  /** Hears of its end, whoever ended it. */
  void onEnd(Runnable told) {
    process.onExit().thenRun(told);
  }

  public String url() {
    return plan.url();
  }

  public int port() {
    return plan.port();
  }

  /** Ends it at once. Its database survives that. */
  public void kill() {
    process.destroyForcibly();
    end(process.toHandle());
  }

  @Override
  public void close() {
    end(process.toHandle());
  }
}
