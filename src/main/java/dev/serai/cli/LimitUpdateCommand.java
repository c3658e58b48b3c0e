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
    description = "Change a limit's cap or what it does; whose, what and when it counts stays.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  serai limit update <id> --cap 250 --threshold 50,90",
      "  serai limit update <id> --on-breach warn"
    })
final class LimitUpdateCommand extends LimitChange {
  @Option(names = "--cap", paramLabel = "<amount>", description = "100 or 0.25")
  @Nullable String cap;

  @Mixin LimitTerms terms = new LimitTerms();

  @Override
  public Integer call() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (cap != null) fields.put("cap", Amount.parse(cap));
    terms.into(fields);
    if (fields.isEmpty()) {
      throw Failure.usage(
          "nothing to change", "no option says what", "try: serai limit update --help");
    }
    JsonObject after = limits().change(id, fields);
    return done("updated", after, next(after));
  }
}
