package dev.serai.cli;

import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "export",
    description = "Print rows of the audit log, oldest first, one JSON object a line.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Each line has what its hash is made of: docs/operations.md tells how to check it.",
      "",
      "Examples:",
      "  serai audit export > audit.ndjson",
      "  serai audit export --from 2030-01-01 --to 2030-02-01 > january.ndjson"
    })
final class AuditExportCommand extends AdminCommand {
  @Mixin
  @SuppressWarnings("NullAway.Init")
  AuditFilters filters;

  @Override
  public Integer call() {
    long[] rows = {0};
    api()
        .lines(
            "/api/audit/export",
            filters.query(Instant.now()),
            line -> {
              if (line.startsWith("{\"error\":"))
                throw Failure.of("the export is not whole", line, "try it again");
              terminal().data(line);
              rows[0]++;
            });
    terminal().note(rows[0] == 1 ? "1 row" : rows[0] + " rows");
    return ExitCode.DONE;
  }
}
