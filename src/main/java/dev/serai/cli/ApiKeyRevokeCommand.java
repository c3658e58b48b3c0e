package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "revoke",
    aliases = "rm",
    description = "End an API key for ever; holds within a second.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai api-key revoke backup",
      "  serai api-key revoke <id> --yes"
    })
final class ApiKeyRevokeCommand extends OneCommand {
  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  ApiKeyRevokeCommand() {
    super(Kind.API_KEY);
  }

  @Override
  public Integer call() {
    AdminApi api = api();
    Api.Versioned before = kind.read(api, name);
    confirm(yes, "Revoke " + kind.title(before.body()) + "? This cannot be undone.");
    String path = kind.path(before.body()) + "/revoke";
    return done("revoked", api.post(path, Map.of(), before.unchanged()), "");
  }
}
