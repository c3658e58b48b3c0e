package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bindings",
    description = "List who has which role where, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai role bindings --user ann@example.com",
      "  serai role bindings --role admin --json"
    })
final class RoleBindingsCommand extends RowsCommand {
  @Option(names = "--role", paramLabel = "<name>", description = "Only of this role")
  String role = "";

  @Option(names = "--user", paramLabel = "<name>", description = "Only this user's")
  String user = "";

  @Option(names = "--team", paramLabel = "<name>", description = "Only this team's")
  String team = "";

  @Override
  String path() {
    return "/api/role-bindings";
  }

  @Override
  Map<String, String> filter() {
    if (!user.isEmpty() && !team.isEmpty())
      throw Failure.usage("--user and --team exclude each other", "give one of them");
    String subject = user.isEmpty() ? "" : Kind.USER.id(api(), user);
    if (!team.isEmpty()) subject = Kind.TEAM.id(api(), team);
    return Map.of("role", role, "subject", subject);
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("ROLE", "role")
        .cell("WHO", each -> end(each, "subject"))
        .cell("WHERE", each -> end(each, "place"))
        .time("SINCE", "createdAt")
        .text("ID", "id")
        .spare("SINCE");
  }

  /** "team payments". */
  static String end(JsonObject binding, String field) {
    JsonObject end = binding.getObject(field, new JsonObject());
    String name = Keys.text(end, "name");
    return Keys.text(end, "kind") + " " + (name.isEmpty() ? Keys.text(end, "id") : name);
  }

  @Override
  String none() {
    return "No role bindings. Next: serai role bind <role> --user <name>";
  }
}
