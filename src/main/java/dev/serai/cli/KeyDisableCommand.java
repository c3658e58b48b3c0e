package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "disable",
    description = "Switch a key off until it is enabled again; its running streams are cut.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai key disable ci",
      "  serai key disable ci --project checkout"
    })
final class KeyDisableCommand extends KeyChange {
  @Override
  public Integer call() {
    return simple("disable", "disabled", "Back on: serai key enable " + key);
  }
}
