package dev.serai.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine.Command;

@Command(
    name = "deny",
    description = "Leave the limit as it is.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai limit deny <request>",
      "  serai limit deny <request> --note \"use the batch key\""
    })
final class LimitDenyCommand extends LimitAnswer {
  @Override
  public Integer call() {
    return answer("deny", "denied", new LinkedHashMap<>());
  }
}
