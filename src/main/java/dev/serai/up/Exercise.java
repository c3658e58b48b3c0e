package dev.serai.up;

import dev.serai.Serai;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import sun.misc.Signal;

/**
 * Starts a gateway of its own in a folder that goes afterwards, sends it calls of each kind, and
 * stops it: the JVM looks on, and keeps the classes that were needed for the next start of {@code
 * up}. Not for users; {@code serai prepare} runs it, with nothing of theirs in the environment.
 */
public final class Exercise {
  /** Longer than a start takes on a busy machine, at the lowest priority. */
  private static final long AT_MOST_MINUTES = 10;

  /** Of a gateway that nobody else hears of, before a provider that says the same to everybody. */
  private static final String KEY = "vk-lw-PRACT1CEPRACT1CEPRACT1CE00";

  private final Path folder;
  private final Ports ports;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private volatile boolean done;

  private Exercise(Path folder, Ports ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** Exits with 0 when all of it was done. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("serai-prepare");
    boolean done;
    try (PracticeProvider provider = PracticeProvider.start()) {
      Exercise exercise = new Exercise(folder, Ports.claim("127.0.0.1", 0, 0, false));
      done = exercise.run(provider) == 0 && exercise.done;
    } finally {
      delete(folder);
    }
    if (done) System.exit(0);
    endAtOnce();
  }

  /**
   * An orderly end of any kind would first lay out classes that nobody wants, for half a minute.
   */
  private static void endAtOnce() throws IOException {
    new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
  }

  private int run(PracticeProvider provider) throws IOException {
    Path config = folder.resolve("serai.yaml");
    Files.writeString(config, PracticeCalls.settings(provider.port(), KEY));
    Thread.ofPlatform().daemon().name("practice").start(() -> practise());
    Progress progress = new Progress(System.err, Map.of("NO_COLOR", "1"));
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Up up = new Up(new Launch(Serai.class, out, progress), progress, Map.of());
    return Up.run(
        new CommandLine(up),
        progress,
        "--no-keycloak",
        "--config",
        config.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--port",
        String.valueOf(ports.gateway()),
        "--admin-port",
        String.valueOf(ports.admin()));
  }

  /** The calls, and then what ends a gateway. */
  private void practise() {
    try {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(AT_MOST_MINUTES);
      PracticeCalls calls = new PracticeCalls(ports, KEY, this::adminToken, end);
      calls.run();
      done = true;
    } catch (IOException | RuntimeException e) {
      System.err.println("error: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Signal.raise(new Signal("TERM"));
    }
  }

  /** As it is shown to the person at the screen. */
  private String adminToken() {
    String shown = said.toString(StandardCharsets.UTF_8);
    int at = shown.indexOf("SERAI_ADMIN_TOKEN=");
    return at < 0 ? "" : shown.substring(at + 18).lines().findFirst().orElse("").strip();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    }
  }
}
