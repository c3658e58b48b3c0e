package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "raise",
    description = "Give a limit a higher cap; in force within a second, nothing is forgotten.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit raise <id> 250", "  serai limit raise <id> 0.5"})
final class LimitRaiseCommand extends LimitChange {
  @Parameters(index = "1", paramLabel = "<cap>", description = "The new cap, not what is added")
  String cap = "";

  @Override
  public Integer call() {
    BigDecimal wanted = Amount.parse(cap);
    Limits limits = limits();
    JsonObject before = limits.get(id);
    Amount now = Limits.amount(before, "cap", before);
    if (wanted.compareTo(now.value()) <= 0) {
      throw Failure.usage(
          cap + " is not more than the " + now.words(terminal()) + " it has",
          "limit " + Limits.title(before, terminal()),
          "to lower it: serai limit update " + id + " --cap " + cap);
    }
    JsonObject after = limits.change(id, Map.of("cap", wanted));
    String was = "Before: " + now.words(terminal()) + ". ";
    return done("raised", after, was + next(after));
  }
}
