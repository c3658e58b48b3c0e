package dev.serai.cli.signin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operating system's store for secrets, through the command that comes with it: {@code
 * secret-tool} of libsecret, {@code security} of macOS. Secrets go through pipes, since arguments
 * are seen by every user of the machine.
 */
abstract class Keyring {
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

  /**
   * @return empty only when it says that there is none
   * @throws SignInFailure when it says anything else, or nothing: locked, killed, not running
   */
  abstract Optional<String> find(String account);

  /**
   * @throws SignInFailure when it did not take it
   */
  abstract void store(String account, String secret);

  /**
   * @throws SignInFailure when it may still be there
   */
  abstract void clear(String account);

  /** Whether it gives back what it is given. */
  final boolean answers() {
    String account = "trial";
    String secret = Pkce.secret();
    try {
      store(account, secret);
      boolean good = find(account).equals(Optional.of(secret));
      clear(account);
      return good;
    } catch (SignInFailure e) {
      return false;
    }
  }

  final KeyringCommand.Ended run(String input, List<String> arguments) {
    return KeyringCommand.run(command, input, arguments);
  }

  private static Optional<String> secret(KeyringCommand.Ended ended) {
    String secret = ended.output().strip();
    if (ended.exitCode() != 0 || secret.isEmpty()) throw ended.failure();
    return Optional.of(secret);
  }

  private static final class SecretService extends Keyring {
    SecretService(Path command) {
      super(command);
    }

    @Override
    Optional<String> find(String account) {
      KeyringCommand.Ended ended = run("", words("lookup", account));
      if (!nothing(ended)) return secret(ended);
      checkGone(account);
      return Optional.empty();
    }

    @Override
    void store(String account, String secret) {
      List<String> arguments = new ArrayList<>(words("store", account));
      arguments.add(1, "--label=Serai sign-in");
      KeyringCommand.Ended ended = run(secret, arguments);
      if (ended.exitCode() != 0) throw ended.failure();
    }

    @Override
    void clear(String account) {
      KeyringCommand.Ended ended = run("", words("clear", account));
      if (ended.exitCode() != 0 && !nothing(ended)) throw ended.failure();
      checkGone(account);
    }

    private static List<String> words(String verb, String account) {
      return List.of(verb, "service", "serai", "account", account);
    }

    /** How it says that there is none. */
    private static boolean nothing(KeyringCommand.Ended ended) {
      return ended.exitCode() == 1 && ended.output().isBlank() && ended.errors().isBlank();
    }

    /** Somebody who does not unlock it looks like nothing there; what is locked is listed. */
    private void checkGone(String account) {
      KeyringCommand.Ended ended = run("", words("search", account));
      if (!ended.output().isBlank() || !ended.errors().isBlank() || ended.exitCode() > 1)
        throw SignInFailure.of("the keyring is locked", "unlock it, then try again");
    }
  }

  private static final class MacOs extends Keyring {
    /** errSecItemNotFound. */
    private static final int NOT_FOUND = 44;

    MacOs(Path command) {
      super(command);
    }

    @Override
    Optional<String> find(String account) {
      KeyringCommand.Ended ended =
          run("", List.of("find-generic-password", "-s", "serai", "-a", account, "-w"));
      return ended.exitCode() == NOT_FOUND ? Optional.empty() : secret(ended);
    }

    @Override
    void store(String account, String secret) {
      if (!secret.matches("[A-Za-z0-9._~+/=-]+")) // it would have to be quoted
      throw SignInFailure.of("the keyring cannot hold such a sign-in");
      String line =
          "add-generic-password -U -s serai -a " + account + " -l \"Serai sign-in\" -w " + secret;
      KeyringCommand.Ended ended = run(line + "\n", List.of("-i"));
      if (ended.exitCode() != 0) throw ended.failure();
    }

    @Override
    void clear(String account) {
      KeyringCommand.Ended ended =
          run("", List.of("delete-generic-password", "-s", "serai", "-a", account));
      if (ended.exitCode() != 0 && ended.exitCode() != NOT_FOUND) throw ended.failure();
    }
  }
}
