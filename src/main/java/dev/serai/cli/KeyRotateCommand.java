package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "rotate",
    description = "Give a key a new secret; the old one stays valid for a grace time.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key rotate ci", "  NEW_KEY=$(serai key rotate ci --yes)"})
final class KeyRotateCommand extends KeyChange {
  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Option(
      names = "--grace",
      paramLabel = "<24h>",
      description = "How long the old secret still works; 0m = not at all")
  String grace = "24h";

  @Override
  public Integer call() {
    Duration stays = Expiry.span(grace);
    JsonObject found = find();
    confirm(
        yes, "Give key " + Keys.title(found) + " a new secret? The old one ends in " + grace + ".");
    String path = keys().path(found) + "/rotate";
    JsonObject issued = api().post(path, Map.of("grace", stays.toString()), Api.once());
    if (json) {
      printJson(issued);
      return ExitCode.DONE;
    }
    JsonObject key = issued.getObject("key", new JsonObject());
    String until = Keys.text(key, "previousSecretUntil");
    String end = until.isEmpty() ? "has ended" : "ends " + terminal().time(until, Instant.now());
    terminal().done("rotated key " + Keys.title(key) + "; the old secret " + end);
    terminal().data(issued.getString("secret", ""));
    terminal().note("This secret is not shown again.");
    return ExitCode.DONE;
  }
}
