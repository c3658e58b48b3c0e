package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List projects, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai project list --team payments",
      "  serai project list --search check --json"
    })
final class ProjectListCommand extends RowsCommand {
  @Option(names = "--search", paramLabel = "<text>", description = "Part of the name")
  String search = "";

  @Option(names = "--team", paramLabel = "<id-or-name>", description = "Only of this team")
  String team = "";

  @Override
  String path() {
    return Kind.PROJECT.path();
  }

  @Override
  Map<String, String> filter() {
    return Map.of("q", search, "team", team.isEmpty() ? "" : Kind.TEAM.id(api(), team));
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .text("TEAM", "teamName")
        .cell("PERSONAL", each -> each.getBoolean("personal", false) ? "yes" : "")
        .text("FROM", "managedBy")
        .text("ID", "id")
        .spare("FROM", "PERSONAL", "TEAM", "ID");
  }

  @Override
  String none() {
    return search.isEmpty() && team.isEmpty()
        ? "No projects. Next: serai project create <name>"
        : "No such projects.";
  }
}
