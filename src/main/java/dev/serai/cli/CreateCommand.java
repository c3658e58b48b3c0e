package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;

/** Makes one thing: sends what was said of it, and tells its id to a script. */
abstract class CreateCommand extends AdminCommand {
  private final Kind kind;

  CreateCommand(Kind kind) {
    this.kind = kind;
  }

  /** What the API is told, under its own names. */
  abstract Map<String, Object> wanted();

  /** What to do next; empty = nothing. */
  String next(JsonObject made) {
    return "Next: serai " + kind.noun() + " show " + Keys.text(made, "name");
  }

  @Override
  public Integer call() {
    JsonObject made = api().post(kind.path(), wanted(), Api.once());
    if (json) {
      printJson(made);
    } else {
      terminal().made(Keys.text(made, kind.byName() ? "name" : "id"));
      terminal().done("created " + kind.title(made));
      String next = next(made);
      if (!next.isEmpty()) terminal().note(next);
    }
    return ExitCode.DONE;
  }
}
