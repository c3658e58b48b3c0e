package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;

/** A list of the admin API as a table: every page of it, or so many as are wanted. */
abstract class RowsCommand extends AdminCommand {
  abstract String path();

  /** Query parameters; empty values ask for any. */
  Map<String, String> filter() {
    return Map.of();
  }

  /** What else is shown of them, and asked for elsewhere. */
  void complete(AdminApi api, List<JsonObject> items) {}

  abstract void columns(Columns columns);

  /** What to say and to do when there is nothing to show. */
  abstract String none();

  int most() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Integer call() {
    AdminApi api = api();
    Pages.Found found = Pages.most(api, path(), filter(), most());
    complete(api, found.items());
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(found.items()));
      printJson(answer);
    } else if (found.items().isEmpty()) {
      terminal().note(none());
    } else {
      Columns columns = new Columns(terminal());
      columns(columns);
      columns.print(found.items());
      if (found.more() && terminal().showsTables())
        terminal().note("There are more: --limit " + 10L * most());
    }
    return ExitCode.DONE;
  }
}
