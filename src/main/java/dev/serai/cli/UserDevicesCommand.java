package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "devices",
    description = "Your devices with their keys and sessions, or another user's, for admins.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai user devices",
      "  serai user devices --revoke laptop",
      "  serai user devices ann@example.com --json"
    })
final class UserDevicesCommand extends AdminCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "<id-or-name>",
      description = "Whose; yours when left out")
  String user = "";

  @Option(names = "--revoke", paramLabel = "<device>", description = "End what is on yours")
  String revoke = "";

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    if (!revoke.isEmpty()) return revoke();
    List<JsonObject> devices =
        user.isEmpty() ? Pages.all(api(), "/api/me/devices") : Devices.of(api(), user);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(devices));
      printJson(answer);
    } else if (devices.isEmpty()) {
      terminal().note("No devices.");
    } else {
      Columns columns = new Columns(terminal());
      columns
          .text("DEVICE", "device")
          .number("KEYS", each -> "" + each.getArray("keys", new JsonArray()).size())
          .number("OPEN SESSIONS", each -> Keys.text(each, "openSessions"))
          .text("LAST TOOL", "lastTool")
          .time("LAST SESSION", "lastSessionAt")
          .print(devices);
    }
    return ExitCode.DONE;
  }

  private int revoke() {
    if (!user.isEmpty()) {
      throw Failure.usage(
          "--revoke is about your own devices",
          "try: serai user revoke " + user + " --device " + revoke);
    }
    confirm(yes, "End the keys and sessions of your device " + revoke + "?");
    String path = "/api/me/devices/" + Api.encode(revoke) + "/revoke";
    JsonObject ended = api().post(path, Map.of());
    if (json) printJson(ended);
    else terminal().done("ended device " + revoke + ": " + UserRevokeCommand.words(ended));
    return ExitCode.DONE;
  }
}
