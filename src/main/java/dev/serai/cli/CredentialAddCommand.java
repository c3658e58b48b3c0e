package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Give a provider a credential; its secret is sealed and never shown.",
      "The secret is read from a variable, a file, standard input, or asked for: never an option."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai provider credential add openai main --secret-env OPENAI_API_KEY",
      "  pass openai | serai provider credential add openai main"
    })
final class CredentialAddCommand extends AdminCommand {
  @Parameters(index = "0", paramLabel = "<provider>", description = "By name")
  String provider = "";

  @Parameters(index = "1", paramLabel = "<name>", description = "Unique in the provider")
  String name = "";

  @Mixin SecretOptions secret = new SecretOptions();

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "<pattern>",
      description = "Only for these models; repeatable (every model)")
  @Nullable List<String> models;

  @Option(names = "--position", paramLabel = "<n>", description = "When it is tried (last)")
  @Nullable Integer position;

  @Option(
      names = "--weight",
      paramLabel = "<n>",
      description = "Among its equals, where a policy orders by weight (1)")
  @Nullable Integer weight;

  @Override
  public Integer call() {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("name", name);
    wanted.put("secret", secret.read(terminal(), env(), name));
    LimitTerms.put(wanted, "models", models);
    LimitTerms.put(wanted, "position", position);
    LimitTerms.put(wanted, "weight", weight);
    JsonObject added = api().post(CredentialCommand.path(provider), wanted, Api.once());
    if (json) {
      printJson(added);
    } else {
      terminal().done("added credential " + Table.safe(name) + " to provider " + provider);
      terminal().note("Next: serai policy explain --help");
    }
    return ExitCode.DONE;
  }
}
