package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    aliases = "show",
    description = "One routing policy, as JSON.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai policy get standard",
      "  serai policy get standard > policy.json"
    })
final class PolicyGetCommand extends AdminCommand {
  @Parameters(paramLabel = "<name>", description = "The policy (serai policy list)")
  String name = "";

  @Override
  public Integer call() {
    printJson(api().get("/api/policies/" + Api.encode(name), Map.of()));
    return ExitCode.DONE;
  }
}
