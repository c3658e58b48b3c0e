package dev.serai.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that needs to know where the admin API is. */
abstract class AddressedCommand extends ApiCommand {
  @Option(
      names = "--admin-url",
      paramLabel = "<url>",
      description = "Admin API (SERAI_ADMIN_URL; default " + Settings.ADMIN_URL + ")")
  @Nullable String adminUrl;
}
