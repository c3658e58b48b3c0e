package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List your sessions, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai session list --open",
      "  serai session list --all --user ann --json"
    })
final class SessionListCommand extends RowsCommand {
  @Option(names = "--all", description = "Other people's too, for admins")
  boolean all;

  @Option(names = "--open", description = "Only those that have not ended")
  boolean open;

  @Option(names = "--project", paramLabel = "<name>", description = "Only in this project")
  String project = "";

  @Option(names = "--user", paramLabel = "<name>", description = "Only this user's; with --all")
  String user = "";

  @Option(names = "--limit", paramLabel = "<n>", description = "At most so many (50)")
  int limit = 50;

  @Override
  String path() {
    return Sessions.path(all);
  }

  @Override
  Map<String, String> filter() {
    if (!user.isEmpty() && !all) throw Failure.usage("--user is about others", "add: --all");
    return Map.of("open", open ? "true" : "", "project", project, "principal", user);
  }

  @Override
  int most() {
    if (limit < 1) throw Failure.usage("--limit is too small", "expected: 1 or more");
    return limit;
  }

  @Override
  void columns(Columns columns) {
    columns.text("ID", "id");
    if (all) columns.text("USER", "principal");
    columns
        .text("TOOL", "tool")
        .text("PROJECT", "project")
        .text("DEVICE", "device")
        .cell("STATE", each -> Sessions.state(each, columns.now()))
        .time("STARTED", "startedAt")
        .time("EXPIRES", "expiresAt")
        .cell("LIMITS", Sessions::limits)
        .spare("EXPIRES", "DEVICE", "LIMITS", "PROJECT", "STARTED");
  }

  @Override
  String none() {
    return open ? "No open sessions." : "No sessions. Next: serai launch <tool>";
  }
}
