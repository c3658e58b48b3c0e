package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List API keys, newest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai api-key list", "  serai api-key list --json"})
final class ApiKeyListCommand extends RowsCommand {
  @Override
  String path() {
    return Kind.API_KEY.path();
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .cell("KEY", each -> Keys.text(each, "prefix") + "…")
        .cell("STATE", each -> state(each, columns.now()))
        .time("CREATED", "createdAt")
        .time("EXPIRES", "expiresAt")
        .text("ID", "id")
        .texts("MAY", "permissions")
        .spare("MAY", "CREATED", "EXPIRES", "KEY");
  }

  private static String state(JsonObject key, Instant now) {
    if (!Keys.text(key, "revokedAt").isEmpty()) return "revoked";
    if (!Keys.text(key, "broken").isEmpty()) return "broken";
    String expires = Keys.text(key, "expiresAt");
    return !expires.isEmpty() && Instant.parse(expires).isBefore(now) ? "expired" : "active";
  }

  @Override
  String none() {
    return "No API keys. Next: serai api-key create <name> --permission <resource:action>";
  }
}
