package dev.serai.cli;

import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "launch",
    description =
        "Start a coding agent that calls models through the gateway, with no key on disk.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Tools: claude, codex, gemini, opencode, copilot, qwen, cline, continue, pi; each is a command",
      "of its own too: serai claude. What is there of providers' keys in the environment is removed.",
      "The exit code is the tool's own; 127 when it is not installed.",
      "",
      "Examples:",
      "  serai launch claude --project checkout --max-usd 5",
      "  serai launch codex -- exec \"fix the tests\"",
      "  serai claude -p \"what is this\"",
      "  serai gemini --print-config"
    })
final class LaunchCommand extends Launching {
  @Parameters(index = "0", paramLabel = "<tool>", description = "claude, codex, gemini…")
  String tool = "";

  @Parameters(index = "1..*", paramLabel = "<argument>", description = "For the tool, after --")
  List<String> arguments = List.of();

  @Mixin SessionOptions session = new SessionOptions();

  @Mixin Extras extras = new Extras();

  @Override
  public Integer call() {
    return launch(named(tool), session, extras, arguments);
  }

  static Tool named(String name) {
    return Tools.named(name)
        .orElseThrow(
            () ->
                Failure.usage(
                    "no tool \"" + name + "\"",
                    "one of: "
                        + Tools.all().stream().map(Tool::name).collect(Collectors.joining(", ")),
                    "in editors: serai setup cursor, serai setup vscode"));
  }
}
