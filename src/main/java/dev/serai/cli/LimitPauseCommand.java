package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Let a limit count, but refuse nothing, until it is resumed.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit pause <id>", "  serai limit pause <id> --json"})
final class LimitPauseCommand extends LimitChange {
  @Override
  public Integer call() {
    return done(
        "paused", limits().change(id, Map.of("paused", true)), "Back on: serai limit resume " + id);
  }
}
