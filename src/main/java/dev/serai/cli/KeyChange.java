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

  @Option(names = "--mine", description = "Your own, by its name or device; needs no permission")
  boolean mine;

  /** {@code POST /api/keys/{id}/<verb>}. */
  final JsonObject change(String verb, JsonObject found) {
    return api().post(keys().path(found) + "/" + verb, Map.of());
  }

  final JsonObject find() {
    if (mine && !project.isEmpty())
      throw Failure.usage("your own keys are in your personal project", "leave --project out");
    return keys().find(key, project);
  }

  final Keys keys() {
    return new Keys(api(), mine);
  }

  /** What there is no other way to than through somebody who manages keys. */
  final void notMine(String past) {
    if (mine)
      throw Failure.usage(
          "your own keys cannot be " + past, "try: serai key revoke --mine, and a new one");
  }

  final int simple(String verb, String past, String next) {
    notMine(past);
    JsonObject changed = change(verb, find());
    if (json) printJson(changed);
    else terminal().done(past + " key " + Keys.title(changed) + ". " + next);
    return ExitCode.DONE;
  }
}
