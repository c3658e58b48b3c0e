package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "approve",
    description = "Give the limit the cap that was asked for, or another; within a second.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai limit approve <request>",
      "  serai limit approve <request> --cap 75 --note \"until the release\""
    })
final class LimitApproveCommand extends LimitAnswer {
  @Option(names = "--cap", paramLabel = "<amount>", description = "Instead of what was asked for")
  @Nullable String cap;

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (cap != null) body.put("cap", Amount.parse(cap));
    return answer("approve", "approved", body);
  }

  @Override
  String next(JsonObject answered) {
    String id = Keys.text(answered, "limitId");
    JsonObject limit = new Limits(api()).get(id);
    String file = Limits.ofFile(limit);
    return "The cap is "
        + Limits.amount(limit, "cap", limit).words(terminal())
        + " now. "
        + (file.isEmpty() ? "Next: serai limit get " + id : file);
  }
}
