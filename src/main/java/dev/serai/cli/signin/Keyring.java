package dev.serai.cli.signin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The operating system's store for secrets, through the command that comes with it: {@code
 * secret-tool} of libsecret, {@code security} of macOS. Secrets go through pipes, since arguments
 * are seen by every user of the machine.
 */
abstract class Keyring {
  /** Somebody may have to unlock it. */
  private static final long UNLOCKED = 20;

  private final Path command;

  private Keyring(Path command) {
    this.command = command;
  }

  /** Empty when the system has none that we can talk to; it may still not answer. */
  static Optional<Keyring> of(Map<String, String> env, String system) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) return onPath(env, "security").map(MacOs::new);
    if (name.startsWith("windows")) return Optional.empty();
    return onPath(env, "secret-tool").map(SecretService::new);
  }

  private static Optional<Path> onPath(Map<String, String> env, String command) {
    for (String folder : env.getOrDefault("PATH", "").split(":")) {
      if (!folder.startsWith("/")) continue;
      Path file = Path.of(folder, command);
      if (Files.isExecutable(file) && Files.isRegularFile(file)) return Optional.of(file);
    }
    return Optional.empty();
  }

  abstract Optional<String> find(String account);

  abstract boolean store(String account, String secret);

  abstract void clear(String account);

  /** Whether it gives back what it is given. */
  final boolean answers() {
    String account = "trial";
    String secret = Pkce.secret();
    boolean good = store(account, secret) && find(account).equals(Optional.of(secret));
    clear(account);
    return good;
  }

  /**
   * @param output its standard output
   */
  record Ended(int exitCode, String output) {}

  final Ended run(String input, List<String> arguments) {
    try {
      Process process =
          new ProcessBuilder(
                  java.util.stream.Stream.concat(
                          java.util.stream.Stream.of(command.toString()), arguments.stream())
                      .toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // it ended without reading: its exit code tells
      }
      if (process.waitFor(UNLOCKED, TimeUnit.SECONDS))
        return new Ended(process.exitValue(), output.join());
      process.destroyForcibly();
    } catch (IOException e) {
      return new Ended(-1, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Ended(-1, "");
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  final Optional<String> found(Ended ended) {
    String secret = ended.output().strip();
    return ended.exitCode() == 0 && !secret.isEmpty() ? Optional.of(secret) : Optional.empty();
  }

  private static final class SecretService extends Keyring {
    SecretService(Path command) {
      super(command);
    }

    @Override
    Optional<String> find(String account) {
      return found(run("", List.of("lookup", "service", "serai", "account", account)));
    }

    @Override
    boolean store(String account, String secret) {
      List<String> arguments =
          List.of("store", "--label=Serai sign-in", "service", "serai", "account", account);
      return run(secret, arguments).exitCode() == 0;
    }

    @Override
    void clear(String account) {
      run("", List.of("clear", "service", "serai", "account", account));
    }
  }

  private static final class MacOs extends Keyring {
    MacOs(Path command) {
      super(command);
    }

    @Override
    Optional<String> find(String account) {
      return found(run("", List.of("find-generic-password", "-s", "serai", "-a", account, "-w")));
    }

    @Override
    boolean store(String account, String secret) {
      if (!secret.matches("[A-Za-z0-9._~+/=-]+")) return false; // it would have to be quoted
      String line =
          "add-generic-password -U -s serai -a " + account + " -l \"Serai sign-in\" -w " + secret;
      return run(line + "\n", List.of("-i")).exitCode() == 0;
    }

    @Override
    void clear(String account) {
      run("", List.of("delete-generic-password", "-s", "serai", "-a", account));
    }
  }
}
