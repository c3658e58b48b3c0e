package dev.serai.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    description = "Help on a command, on exit-codes, or on the environment.",
    footer = {"", "Examples:", "  serai help session list", "  serai help exit-codes"})
final class HelpCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  CommandSpec spec;

  @Parameters(
      paramLabel = "[<command>...]",
      arity = "0..*",
      description = "Or: exit-codes, environment")
  List<String> topic = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    if (topic.equals(List.of("exit-codes"))) return print(line, ExitCode.HELP);
    if (topic.equals(List.of("environment"))) return print(line, Settings.HELP);
    for (String word : topic) {
      @Nullable CommandLine next = line.getSubcommands().get(word);
      if (next == null) {
        throw Failure.usage("no help on \"" + String.join(" ", topic) + "\"", "try: serai help");
      }
      line = next;
    }
    line.usage(line.getOut());
    return ExitCode.DONE;
  }

  private static int print(CommandLine line, String text) {
    line.getOut().print(text);
    line.getOut().flush();
    return ExitCode.DONE;
  }
}
