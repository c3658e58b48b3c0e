package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = "Serve the gateway on this machine until Ctrl-C, for a tool set up by hand.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints addresses and a key that is good until then, and on this machine only.",
      "",
      "Examples:",
      "  serai serve",
      "  serai serve --project checkout --max-usd 5 --duration 8h"
    })
final class ServeCommand extends Launching {
  @Mixin SessionOptions session = new SessionOptions();

  @Override
  public Integer call() {
    try (Entrance entrance = entrance()) {
      launch(entrance).serve(session.asked("serve"), this::told);
    }
    return ExitCode.DONE;
  }

  private void told(Map<String, String> entries) {
    if (!json) entries.forEach(terminal()::named);
    else {
      JsonObject record = new JsonObject();
      entries.forEach((name, value) -> record.put(field(name), value));
      printJson(record);
    }
  }

  /** "OpenAI base URL" is openaiBaseUrl. */
  private static String field(String name) {
    String[] words = name.toLowerCase(Locale.ROOT).split(" ");
    StringBuilder field = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++)
      field.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    return field.toString();
  }
}
