package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one row of the audit log with what was there before and after.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai audit show 42", "  serai audit show 42 --json"})
final class AuditShowCommand extends AdminCommand {
  @Parameters(paramLabel = "<number>", description = "Of the row (serai audit list)")
  long number;

  @Override
  public Integer call() {
    JsonObject row = api().get("/api/audit/" + number, Map.of());
    if (json) printJson(row);
    else Fields.print(terminal(), row);
    return ExitCode.DONE;
  }
}
