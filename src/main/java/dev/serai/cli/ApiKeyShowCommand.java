package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one API key and what it may; its secret is never shown again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai api-key show backup", "  serai api-key show backup --json"})
final class ApiKeyShowCommand extends ShowCommand {
  ApiKeyShowCommand() {
    super(Kind.API_KEY);
  }
}
