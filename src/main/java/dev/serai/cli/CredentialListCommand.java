package dev.serai.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    aliases = "ls",
    description = "List a provider's credentials in the order they are tried, without secrets.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider credential list openai"})
final class CredentialListCommand extends RowsCommand {
  @Parameters(paramLabel = "<provider>", description = "By name (serai provider list)")
  String provider = "";

  @Override
  String path() {
    return CredentialCommand.path(provider);
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .number("POSITION", each -> Keys.text(each, "position"))
        .texts("MODELS", "models")
        .time("SECRET GIVEN", "secretGivenAt")
        .text("FROM", "managedBy")
        .number("WEIGHT", each -> Keys.text(each, "weight"))
        .spare("MODELS", "FROM", "WEIGHT");
  }

  @Override
  String none() {
    return "No credentials. Next: serai provider credential add " + provider + " main";
  }
}
