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
    name = "update",
    description = "Give a credential another secret, other models or another place in the order.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai provider credential update openai main --secret-env OPENAI_API_KEY",
      "  pass openai | serai provider credential update openai main --secret-file -",
      "  serai provider credential update openai main --model 'gpt-5*' --position 1"
    })
final class CredentialUpdateCommand extends AdminCommand {
  @Parameters(index = "0", paramLabel = "<provider>", description = "By name")
  String provider = "";

  @Parameters(index = "1", paramLabel = "<name>", description = "The credential")
  String name = "";

  @Mixin SecretOptions secret = new SecretOptions();

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "<pattern>",
      description = "Only for these models; repeatable; \"\" = every model")
  @Nullable List<String> models;

  @Option(names = "--position", paramLabel = "<n>", description = "When it is tried")
  @Nullable Integer position;

  @Option(
      names = "--weight",
      paramLabel = "<n>",
      description = "Among its equals, where a policy orders by weight")
  @Nullable Integer weight;

  @Override
  public Integer call() {
    Map<String, Object> changes = new LinkedHashMap<>();
    if (secret.given()) changes.put("secret", secret.read(terminal(), env(), name));
    if (models != null) changes.put("models", models.stream().filter(m -> !m.isEmpty()).toList());
    LimitTerms.put(changes, "position", position);
    LimitTerms.put(changes, "weight", weight);
    if (changes.isEmpty())
      throw Failure.usage(
          "nothing to change",
          "no option says what",
          "try: serai provider credential update --help");
    AdminApi api = api();
    String path = CredentialCommand.path(provider) + "/" + Api.encode(name);
    JsonObject changed = api.patch(path, changes, api.read(path).unchanged());
    if (json) printJson(changed);
    else terminal().done("updated credential " + Table.safe(name) + " of provider " + provider);
    return ExitCode.DONE;
  }
}
