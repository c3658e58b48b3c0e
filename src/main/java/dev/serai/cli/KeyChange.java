package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb on one key: find it, ask when that cannot be undone, do it, say so. */
abstract class KeyChange extends AdminCommand {
  @Parameters(paramLabel = "<id-or-name>", description = "The key")
  String key = "";

  @Option(names = "--project", paramLabel = "<name>", description = "Where the name is looked up")
  String project = "";

  /** {@code POST /api/keys/{id}/<verb>}. */
  final JsonObject change(String verb, JsonObject found) {
    return api().post("/api/keys/" + found.getString("id") + "/" + verb, Map.of());
  }

  final JsonObject find() {
    return new Keys(api()).find(key, project);
  }

  final int simple(String verb, String past, String next) {
    JsonObject changed = change(verb, find());
    if (json) printJson(changed);
    else terminal().done(past + " key " + Keys.title(changed) + ". " + next);
    return ExitCode.DONE;
  }
}
