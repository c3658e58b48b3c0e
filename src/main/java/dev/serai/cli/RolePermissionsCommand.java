package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "permissions",
    description = "List the permissions that a role can have, and the built-in roles that do.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai role permissions", "  serai role permissions --json"})
final class RolePermissionsCommand extends AdminCommand {
  @Override
  public Integer call() {
    JsonObject answer = api().get("/api/permissions", Map.of());
    List<JsonObject> permissions = Limits.in(answer, "permissions");
    if (json) {
      JsonObject items = new JsonObject();
      items.put("items", new JsonArray(permissions));
      printJson(items);
      return ExitCode.DONE;
    }
    Columns columns = new Columns(terminal());
    columns
        .text("PERMISSION", "permission")
        .text("ALLOWS TO", "allows")
        .texts("ROLES", "roles")
        .spare("ROLES");
    columns.print(permissions);
    return ExitCode.DONE;
  }
}
