package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.serai.cli.launch.Launch;
import dev.serai.cli.launch.Plan;
import dev.serai.cli.launch.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "env",
    description = "Print shell exports for a tool, with a personal key.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The key stays in the environment of the shell, for everything that is started there;",
      "serai launch does without. Tools that need files cannot be set up so.",
      "",
      "Examples:",
      "  eval \"$(serai env claude)\"",
      "  serai env claude --shell fish | source",
      "  serai env opencode --model gpt-5 --expires 7d"
    })
final class EnvCommand extends PersonalKeyCommand {
  @Parameters(paramLabel = "<tool>", description = "claude, codex, opencode or copilot")
  String tool = "";

  @Option(names = "--model", paramLabel = "<name>", description = "Default: the tool's own")
  String model = "";

  @Option(
      names = "--shell",
      paramLabel = "<name>",
      description = "sh (and bash, zsh), fish or powershell; default: sh")
  Shell shell = Shell.sh;

  @Override
  public Integer call() {
    Tool found = LaunchCommand.named(tool);
    if (!Set.of("claude", "codex", "opencode", "copilot").contains(found.name()))
      throw Failure.usage(
          found.facts().title() + " needs files besides the environment",
          "try: serai " + found.name());
    try (Entrance entrance = entrance()) {
      URI gateway = entrance.settings().gateway();
      Launch.ByHand byHand =
          new Launch.ByHand(found, gateway, model, env(), Path.of("").toAbsolutePath());
      byHand.check();
      Plan plan = byHand.plan(key(entrance, found.name()));
      if (json) printJson(record(found, plan));
      else print(found, plan);
      found(plan);
    }
    return ExitCode.DONE;
  }

  /** What a file of the launch would set aside is not, without one. */
  private void found(Plan plan) {
    for (Plan.Found each : plan.found())
      terminal()
          .note(
              new Plan.Found(each.what(), each.where(), each.done() && plan.files().isEmpty(), "")
                  .line());
  }

  private static JsonObject record(Tool tool, Plan plan) {
    JsonObject json = new JsonObject();
    json.put("tool", tool.name());
    json.put("unset", JsonArray.from(plan.removed().toArray()));
    json.put("env", new JsonObject(new TreeMap<>(plan.env())));
    List<String> arguments = plan.files().isEmpty() ? plan.allArguments() : List.of();
    json.put("arguments", JsonArray.from(arguments.toArray()));
    return json;
  }

  private void print(Tool found, Plan plan) {
    terminal().note("! A key is in these lines. Whatever is started in this shell can read it.");
    if (terminal().showsTables())
      terminal().note("! They do nothing by being shown: " + evaluate(found.name()));
    plan.removed().forEach(name -> terminal().data(shell.unset(name)));
    Map<String, String> sorted = new TreeMap<>(plan.env());
    sorted.forEach((name, value) -> terminal().data(shell.export(name, value)));
    List<String> arguments = plan.allArguments();
    if (!arguments.isEmpty() && plan.files().isEmpty())
      terminal().data(shell.wrap(found.facts().binary(), arguments));
  }

  private String evaluate(String name) {
    return switch (shell) {
      case sh -> "eval \"$(serai env " + name + " --replace)\"";
      case fish -> "serai env " + name + " --shell fish --replace | source";
      case powershell ->
          "serai env " + name + " --shell powershell --replace | Out-String | Invoke-Expression";
    };
  }
}
