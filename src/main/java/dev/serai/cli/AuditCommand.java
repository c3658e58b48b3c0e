package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "audit",
    description = "Who did what: list and export the audit log, check that nobody changed it.",
    synopsisSubcommandLabel = "{list | show | export | verify}",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditListCommand.class,
      AuditShowCommand.class,
      AuditExportCommand.class,
      AuditVerifyCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  serai audit list --actor ann --last 7d",
      "  serai audit export --from 2030-01-01 > audit.ndjson",
      "  serai audit verify"
    })
final class AuditCommand {}
