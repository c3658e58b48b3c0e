package dev.serai.cli;

import dev.serai.cli.launch.LaunchFailure;
import dev.serai.cli.signin.SignInFailure;
import dev.serai.cli.tls.Clients;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code serai <noun> <verb>}: the root of all commands. */
@Command(
    name = "serai",
    synopsisSubcommandLabel = "<command>",
    description = "Serai, an AI gateway: keys, limits, usage and configuration of a running one.",
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai login",
      "  serai claude --max-usd 5",
      "  serai usage --by key",
      "  serai limit create --scope key --target ci --measure usd --window month --cap 100",
      "",
      "Learn more:",
      "  serai <command> --help, serai help exit-codes, serai help environment"
    })
public final class Main {
  private final Terminal terminal;
  private final Map<String, String> env;

  Main(Terminal terminal, Map<String, String> env) {
    this.terminal = terminal;
    this.env = env;
  }

  public static void main(String[] args) {
    int exitCode = run(Terminal.system(), System.getenv(), args);
    Clients.closeAll();
    System.exit(exitCode);
  }

  static int run(Terminal terminal, Map<String, String> env, String... args) {
    Main main = new Main(terminal, env);
    // several times a minute, and the model of a command takes longer than all else
    if (args.length == 1 && args[0].equals("statusline")) return StatuslineCommand.of(main).call();
    CommandLine line = new CommandLine(main);
    if (args.length > 0) Commands.addTo(line, args[0]);
    if (args.length > 1 && args[0].equals("help")) Commands.addTo(line, args[1]);
    // "@file" is a word of the tool that is launched, or a name; never a file of arguments
    line.setExpandAtFiles(false);
    line.setOut(terminal.out()).setErr(terminal.err()).setUsageHelpAutoWidth(false);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(
        (e, given) -> {
          terminal.fail(WrongUsage.of(e));
          return ExitCode.USAGE;
        });
    line.setExecutionStrategy(parsed -> executed(terminal, env, parsed));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          Failure failure = failure(e);
          terminal.fail(failure);
          return failure.exitCode();
        });
    line.setHelpFactory(HelpLayout::of);
    if (args.length == 0) {
      line.usage(terminal.out());
      return ExitCode.DONE;
    }
    return line.execute(args);
  }

  /** A noun alone shows its verbs; what asks a gateway trusts whom it should before it asks. */
  private static int executed(Terminal terminal, Map<String, String> env, ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) last = last.subcommand();
    CommandSpec command = last.commandSpec();
    if (!last.isUsageHelpRequested() && command.userObject() instanceof ApiCommand asking) {
      try {
        if (asking.asksOverTls()) Settings.trust(env);
      } catch (Failure failure) {
        terminal.fail(failure);
        return failure.exitCode();
      }
    } else if (!(command.userObject() instanceof Callable) && !last.isVersionHelpRequested()) {
      command.commandLine().usage(terminal.out());
      return ExitCode.DONE;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static Failure failure(Exception e) {
    return switch (e) {
      case Failure known -> known;
      case LaunchFailure known -> Launching.failure(known);
      case SignInFailure known -> Failure.of(known);
      default -> unexpected(e);
    };
  }

  private static Failure unexpected(Exception e) {
    return Failure.of(
        "unexpected: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
        "this is a fault of the command line itself",
        "try: serai status");
  }

  Terminal terminal() {
    return terminal;
  }

  Map<String, String> env() {
    return env;
  }

  /** The jar's own version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"serai " + text()};
    }

    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "from source" : version;
    }
  }
}
