package dev.serai.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a secret is: never on the command line itself, where others see it. */
final class SecretOptions {
  @Option(names = "--secret-env", paramLabel = "<variable>", description = "Where the secret is")
  @Nullable String variable;

  @Option(
      names = "--secret-file",
      paramLabel = "<file>",
      description = "Or the file it is in; - = standard input")
  @Nullable String file;

  boolean given() {
    return variable != null || file != null;
  }

  /**
   * Asks for it, or reads standard input, when no option says where it is.
   *
   * @param owner whose it is, for the question
   */
  String read(Terminal terminal, Map<String, String> env, String owner) {
    String secret;
    if (variable != null) secret = env.getOrDefault(variable, "");
    else if (file != null && !file.equals("-")) secret = JsonFile.text(Path.of(file));
    else if (file == null && terminal.asks())
      secret = terminal.secret("Secret of " + owner + " (not shown): ");
    else secret = terminal.input();
    if (secret.isBlank()) {
      throw Failure.usage(
          "there is no secret",
          (variable == null ? "nothing was given" : variable + " is not set or empty"),
          "try: --secret-env <variable>, --secret-file <file>, or pipe it in");
    }
    return secret.strip();
  }
}
