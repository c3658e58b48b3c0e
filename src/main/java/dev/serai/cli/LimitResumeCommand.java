package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Let a paused limit refuse again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit resume <id>", "  serai limit resume <id> --json"})
final class LimitResumeCommand extends LimitChange {
  @Override
  public Integer call() {
    return done(
        "resumed",
        limits().change(id, Map.of("paused", false)),
        "Where it stands: serai limit get " + id);
  }
}
