package dev.serai.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = "Serve the gateway on this machine until Ctrl-C, for a tool set up by hand.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints addresses and a key that is good until then, and on this machine only.",
      "",
      "Examples:",
      "  serai serve",
      "  serai serve --project checkout --max-usd 5 --duration 8h"
    })
final class ServeCommand extends Launching {
  @Mixin SessionOptions session = new SessionOptions();

  @Override
  public Integer call() {
    try (Entrance entrance = entrance()) {
      launch(entrance).serve(session.asked("serve"), terminal()::data);
    }
    return ExitCode.DONE;
  }
}
