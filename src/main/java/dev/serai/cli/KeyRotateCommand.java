package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
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

  @Override
  public Integer call() {
    JsonObject found = find();
    confirm(yes, "Give key " + Keys.title(found) + " a new secret? The old one ends soon.");
    JsonObject rotated = change("rotate", found);
    if (json) {
      printJson(rotated);
      return ExitCode.DONE;
    }
    terminal().done("rotated key " + Keys.title(rotated));
    terminal().data(rotated.getString("secret", ""));
    String until = Keys.text(rotated, "graceUntil");
    terminal()
        .note(
            "This secret is not shown again."
                + (until.isEmpty()
                    ? ""
                    : " The old one ends " + terminal().time(until, Instant.now()) + "."));
    return ExitCode.DONE;
  }
}
