package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List users, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai user list --team payments",
      "  serai user list --search ann --json"
    })
final class UserListCommand extends RowsCommand {
  @Option(names = "--search", paramLabel = "<text>", description = "Part of the name or email")
  String search = "";

  @Option(names = "--team", paramLabel = "<id-or-name>", description = "Only of this team")
  String team = "";

  @Option(names = "--status", paramLabel = "{active | left}")
  String status = "";

  @Override
  String path() {
    return Kind.USER.path();
  }

  @Override
  Map<String, String> filter() {
    String teamId = team.isEmpty() ? "" : Kind.TEAM.id(api(), team);
    return Map.of("q", search, "team", teamId, "status", status);
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .text("EMAIL", "email")
        .text("STATUS", "status")
        .texts("REALM ROLES", "realmRoles")
        .text("ID", "id")
        .spare("REALM ROLES", "ID", "STATUS");
  }

  @Override
  String none() {
    boolean everybody = search.isEmpty() && team.isEmpty() && status.isEmpty();
    return everybody ? "No users yet: they come by signing in." : "No such users.";
  }
}
