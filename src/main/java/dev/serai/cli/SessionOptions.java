package dev.serai.cli;

import dev.serai.cli.launch.LaunchSessions;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a session that a command opens. */
final class SessionOptions {
  @Option(names = "--project", paramLabel = "<name>", description = "Default: your own")
  String project = "";

  @Option(names = "--max-usd", paramLabel = "<n>", description = "For this session")
  @Nullable BigDecimal usd;

  @Option(names = "--max-requests", paramLabel = "<n>", description = "For this session")
  @Nullable Long requests;

  @Option(names = "--max-tokens", paramLabel = "<n>", description = "For this session")
  @Nullable Long tokens;

  @Option(
      names = "--duration",
      paramLabel = "<8h>",
      description = "After which the session ends (default: the gateway's)")
  @Nullable String duration;

  LaunchSessions.Asked asked(String tool) {
    Duration span = duration == null ? null : Expiry.span(duration);
    LaunchSessions.Limits limits = new LaunchSessions.Limits(usd, requests, tokens);
    return new LaunchSessions.Asked(tool, Device.name(), project, limits, span);
  }
}
