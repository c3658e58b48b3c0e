package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "enable",
    description = "Switch a disabled key on again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key enable ci", "  serai key enable ci --project checkout"})
final class KeyEnableCommand extends KeyChange {
  @Override
  public Integer call() {
    return simple("enable", "enabled", "See it: serai key get " + key);
  }
}
