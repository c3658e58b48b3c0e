package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "End all keys, sessions and sign-ins of a user, or of one device, at once.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai user revoke ann@example.com",
      "  serai user revoke ann@example.com --device laptop --yes",
      "  serai user revoke --mine"
    })
final class UserRevokeCommand extends AdminCommand {
  @Parameters(arity = "0..1", paramLabel = "<id-or-name>", description = "Which user")
  String name = "";

  @Option(names = "--mine", description = "All that works in your own name, this sign-in too")
  boolean mine;

  @Option(names = "--device", paramLabel = "<name>", description = "Only what is on this device")
  String device = "";

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    if (mine != name.isEmpty())
      throw Failure.usage("whose?", "expected: <id-or-name> of a user, or --mine for your own");
    AdminApi api = api();
    String path = mine ? "/api/me" : Kind.USER.path(Kind.USER.id(api, name));
    String what = (device.isEmpty() ? "all" : "device " + device) + (mine ? " of yours" : "");
    if (!mine) what += " of user " + name;
    confirm(
        yes, "End %s: keys, sessions and running streams? This cannot be undone.".formatted(what));
    if (!device.isEmpty()) path += "/devices/" + Api.encode(device);
    JsonObject ended = api.post(path + "/revoke", Map.of());
    if (json) printJson(ended);
    else terminal().done("ended " + what + ": " + words(ended));
    return ExitCode.DONE;
  }

  /** "2 keys, 1 session, 3 sign-ins". */
  static String words(JsonObject ended) {
    return String.join(
        ", ",
        count(ended, "keys", "key"),
        count(ended, "sessions", "session"),
        count(ended, "signIns", "sign-in"));
  }

  private static String count(JsonObject ended, String field, String word) {
    int count = ended.getArray(field, new JsonArray()).size();
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
