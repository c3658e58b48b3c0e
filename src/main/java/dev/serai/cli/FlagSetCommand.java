package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = "Turn a feature on or off.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai flag set <name> on", "  serai flag set <name> off"})
final class FlagSetCommand extends AdminCommand {
  static final String PATH = "/api/feature-flags";

  enum State {
    on,
    off
  }

  @Parameters(index = "0", paramLabel = "<name>", description = "The flag (serai flag list)")
  String name = "";

  @Parameters(index = "1", paramLabel = "{on | off}", description = "What it shall be")
  State state = State.off;

  @Override
  public Integer call() {
    Map<String, Boolean> setting = Map.of("enabled", state == State.on);
    JsonObject flag = api().put(PATH + "/" + Api.encode(name), setting, Map.of());
    if (json) printJson(flag);
    else terminal().done("flag " + Table.safe(Keys.text(flag, "name")) + " is " + state(flag));
    return ExitCode.DONE;
  }

  /** One that the gateway's settings force is on whatever is set. */
  static String state(JsonObject flag) {
    if (flag.getBoolean("forced", false)) return "on (forced)";
    return flag.getBoolean("enabled", false) ? "on" : "off";
  }
}
