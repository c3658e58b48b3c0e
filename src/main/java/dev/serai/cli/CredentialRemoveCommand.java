package dev.serai.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    aliases = {"rm", "delete"},
    description = "Take a credential away from a provider; its secret is gone.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider credential remove openai main --yes"})
final class CredentialRemoveCommand extends AdminCommand {
  @Parameters(index = "0", paramLabel = "<provider>", description = "By name")
  String provider = "";

  @Parameters(index = "1", paramLabel = "<name>", description = "The credential")
  String name = "";

  @Option(names = "--yes", description = "Do not ask")
  boolean yes;

  @Override
  public Integer call() {
    AdminApi api = api();
    String path = CredentialCommand.path(provider) + "/" + Api.encode(name);
    Api.Versioned before = api.read(path);
    confirm(
        yes, "Remove credential " + name + " of provider " + provider + "? Its secret is gone.");
    api.delete(path, before.unchanged());
    if (json) printJson(before.body());
    else terminal().done("removed credential " + Table.safe(name) + " of provider " + provider);
    return ExitCode.DONE;
  }
}
