package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List service accounts.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai service-account list", "  serai service-account ls --json"})
final class ServiceAccountListCommand extends RowsCommand {
  @Option(names = "--search", paramLabel = "<text>", description = "Part of the name")
  String search = "";

  @Override
  String path() {
    return Kind.SERVICE_ACCOUNT.path();
  }

  @Override
  Map<String, String> filter() {
    return Map.of("q", search);
  }

  @Override
  void columns(Columns columns) {
    columns.text("NAME", "name").text("ID", "id");
  }

  @Override
  String none() {
    return "No service accounts. Next: serai service-account create <name>";
  }
}
