package dev.serai.cli;

import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code serai claude …}: from the first word that is no option of ours, all is the tool's. */
@Command(mixinStandardHelpOptions = true, hidden = true)
final class ToolCommand extends Launching {
  private final Tool tool;

  @Parameters(paramLabel = "<argument>", description = "For the tool")
  List<String> arguments = List.of();

  @Mixin SessionOptions session = new SessionOptions();

  @Mixin Extras extras = new Extras();

  private ToolCommand(Tool tool) {
    this.tool = tool;
  }

  /** One for each tool. */
  static void addTo(CommandLine line) {
    for (Tool tool : Tools.all()) {
      CommandLine command = new CommandLine(new ToolCommand(tool));
      command.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
      command
          .getCommandSpec()
          .usageMessage()
          .description(
              "Start " + tool.facts().title() + ": serai launch " + tool.name() + ", in short.",
              "What is no option below goes to the tool, and all that follows it.")
          .footer("", "Examples:", "  serai " + tool.name() + " --max-usd 5");
      line.addSubcommand(tool.name(), command);
    }
  }

  @Override
  public Integer call() {
    return launch(tool, session, extras, arguments);
  }
}
