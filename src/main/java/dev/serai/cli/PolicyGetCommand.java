package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "One routing policy, as JSON.",
    mixinStandardHelpOptions = true)
final class PolicyGetCommand extends AdminCommand {
  @Parameters(paramLabel = "<name>", description = "The policy (serai policy list)")
  String name = "";

  @Override
  public Integer call() {
    printJson(api().get("/api/policies/" + Api.encode(name), Map.of()));
    return ExitCode.DONE;
  }
}
