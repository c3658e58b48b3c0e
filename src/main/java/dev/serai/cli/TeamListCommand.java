package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List teams.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai team list", "  serai team list --search pay --json"})
final class TeamListCommand extends RowsCommand {
  @Option(names = "--search", paramLabel = "<text>", description = "Part of the name")
  String search = "";

  @Override
  String path() {
    return Kind.TEAM.path();
  }

  @Override
  Map<String, String> filter() {
    return Map.of("q", search);
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .text("DEFAULT POLICY", "defaultPolicy")
        .text("KEYCLOAK GROUP", "keycloakGroup")
        .text("FROM", "managedBy")
        .text("ID", "id")
        .spare("KEYCLOAK GROUP", "FROM", "DEFAULT POLICY", "ID");
  }

  @Override
  String none() {
    return search.isEmpty() ? "No teams. Next: serai team create <name>" : "No such teams.";
  }
}
