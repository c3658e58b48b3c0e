package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "whoami",
    description = "Who is signed in, and in which teams and projects.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai whoami", "  serai whoami --json"})
final class WhoamiCommand extends AdminCommand {
  @Override
  public Integer call() {
    JsonObject me = api().get("/api/me", Map.of());
    if (json) {
      printJson(me);
      return ExitCode.DONE;
    }
    Table table = new Table().text("WHAT", "VALUE");
    table.row(List.of("name", Keys.text(me, "name")));
    table.row(List.of("email", Keys.text(me, "email")));
    JsonObject organization = me.getObject("organization", new JsonObject());
    table.row(List.of("organization", Keys.text(organization, "name")));
    table.row(List.of("teams", names(me, "teams")));
    table.row(List.of("projects", names(me, "projects")));
    table.print(terminal());
    return ExitCode.DONE;
  }

  private static String names(JsonObject me, String field) {
    return me.getArray(field, new JsonArray()).stream()
        .map(each -> Keys.text((JsonObject) each, "name"))
        .collect(Collectors.joining(", "));
  }
}
