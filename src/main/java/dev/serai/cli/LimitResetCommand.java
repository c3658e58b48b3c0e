package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "reset",
    description = "Begin a limit's window anew: nothing before now counts. Records stay.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit reset <id>", "  serai limit reset <id> --json"})
final class LimitResetCommand extends LimitChange {
  @Override
  public Integer call() {
    JsonObject limit = api().post(Limits.path(id) + "/reset", Map.of());
    return done(
        "reset", limit, "Nothing before now counts against it. Next: serai limit get " + id);
  }
}
