package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Change a provider; one that comes from serai.yaml is changed there.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai provider update openai --model 'gpt-*'",
      "  serai provider update local --url http://127.0.0.1:11434/v1"
    })
final class ProviderUpdateCommand extends UpdateCommand {
  @Option(names = "--type", paramLabel = "<type>", description = "Another one, such as openai")
  @Nullable String type;

  @Mixin ProviderFields fields = new ProviderFields();

  ProviderUpdateCommand() {
    super(Kind.PROVIDER);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    Map<String, Object> changes = new LinkedHashMap<>();
    LimitTerms.put(changes, "type", type);
    return fields.into(changes);
  }
}
