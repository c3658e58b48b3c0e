package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "revoke",
    aliases = "rm",
    description = "End a key for ever, at once; its running streams are cut.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key revoke ci", "  serai key revoke cursor --mine --yes"})
final class KeyRevokeCommand extends KeyChange {
  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    JsonObject found = find();
    confirm(yes, "Revoke key " + Keys.title(found) + "? This cannot be undone.");
    JsonObject revoked = mine ? api().delete(keys().path(found)) : change("revoke", found);
    if (json) printJson(revoked);
    else terminal().done("revoked key " + Keys.title(found));
    return ExitCode.DONE;
  }
}
