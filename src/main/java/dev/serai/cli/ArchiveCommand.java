package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Deletes one in whose name something was used; that stays. */
abstract class ArchiveCommand extends DeleteCommand {
  @Option(names = "--force", description = "With all that works in its name: keys, open sessions")
  boolean force;

  ArchiveCommand(Kind kind) {
    super(kind);
  }

  @Override
  String meaning() {
    return force
        ? "Its keys and sessions end at once. What was used stays in usage and the audit log."
        : "What was used in its name stays in usage and the audit log.";
  }

  @Override
  Map<String, String> query() {
    return force ? Map.of("force", "true") : Map.of();
  }
}
