package dev.serai.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "Help on a command, or on exit-codes.")
final class HelpCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  CommandSpec spec;

  @Parameters(paramLabel = "[<command>...]", arity = "0..*", description = "Or: exit-codes")
  List<String> topic = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    if (topic.equals(List.of("exit-codes"))) {
      line.getOut().print(ExitCode.HELP);
      line.getOut().flush();
      return ExitCode.DONE;
    }
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
}
