package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "renew",
    description = "Seal the secrets of all credentials anew, under the first of the master keys.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider credential renew"})
final class CredentialRenewCommand extends AdminCommand {
  @Override
  public Integer call() {
    JsonObject renewed = api().post("/api/credentials/renew", Map.of());
    if (json) printJson(renewed);
    else terminal().done("sealed " + Keys.text(renewed, "renewed") + " secrets anew");
    return ExitCode.DONE;
  }
}
