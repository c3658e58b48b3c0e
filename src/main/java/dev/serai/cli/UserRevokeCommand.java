package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "revoke",
    description = "End all keys, sessions and sign-ins of a user, or of one device, at once.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai user revoke ann@example.com",
      "  serai user revoke ann@example.com --device laptop --yes"
    })
final class UserRevokeCommand extends OneCommand {
  @Option(names = "--device", paramLabel = "<name>", description = "Only what is on this device")
  String device = "";

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  UserRevokeCommand() {
    super(Kind.USER);
  }

  @Override
  public Integer call() {
    AdminApi api = api();
    String path = kind.path(kind.id(api, name));
    String what = device.isEmpty() ? "all" : "device " + device;
    confirm(
        yes,
        "End %s of user %s: keys, sessions and running streams? This cannot be undone."
            .formatted(what, name));
    if (!device.isEmpty()) path += "/devices/" + Api.encode(device);
    JsonObject ended = api.post(path + "/revoke", Map.of());
    if (json) printJson(ended);
    else terminal().done("ended " + what + " of user " + name + ": " + words(ended));
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
