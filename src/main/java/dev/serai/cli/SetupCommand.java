package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "setup",
    description = "How to set up an editor that cannot be launched: cursor or vscode.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Makes a personal key and says where to paste it. It is shown once.",
      "",
      "Examples:",
      "  serai setup cursor",
      "  serai setup vscode --expires 90d --replace"
    })
final class SetupCommand extends PersonalKeyCommand {
  private static final Map<String, List<String>> STEPS =
      Map.of(
          "cursor",
          List.of(
              "1. Open Cursor Settings > Models > API Keys.",
              "2. Paste the key into \"OpenAI API Key\" and turn it on.",
              "3. Turn on \"Override OpenAI Base URL\" and enter the base URL.",
              "4. Add the models that you want under \"Add model\", by the names of the gateway.",
              "Cursor's servers make the calls: the base URL has to be reachable from the internet.",
              "Tab completion and what Cursor runs itself do not go through the gateway."),
          "vscode",
          List.of(
              "1. Run \"Chat: Manage Language Models\" from the Command Palette.",
              "2. Add models of \"OpenAI Compatible\" (in older versions: \"Custom OpenAI\").",
              "3. Enter the base URL, the model's name at the gateway, and the key when asked.",
              "4. Choose the model in the chat's list.",
              "Inline completions of Copilot do not go through the gateway."));

  @Parameters(paramLabel = "<editor>", description = "cursor or vscode")
  String editor = "";

  @Override
  public Integer call() {
    List<String> steps = STEPS.get(editor);
    if (steps == null)
      throw Failure.usage(
          "no editor \"" + editor + "\"", "one of: cursor, vscode", "coding agents: serai launch");
    try (Entrance entrance = entrance()) {
      String base = entrance.settings().gateway() + "/v1";
      String key = key(entrance, editor);
      if (json) {
        JsonObject record = new JsonObject();
        record.put("baseUrl", base);
        record.put("apiKey", key);
        record.put("steps", JsonArray.from(steps.toArray()));
        printJson(record);
        return ExitCode.DONE;
      }
      steps.forEach(terminal()::note);
      if (editor.equals("cursor") && PlainHttp.onThisMachine(URI.create(base)))
        terminal()
            .note("! The base URL below is this machine's: Cursor's servers cannot reach it.");
      terminal().note("");
      terminal().named("Base URL", base);
      terminal().named("API key", key);
      terminal().note("");
      terminal().note("The key is not shown again. To end it: serai key revoke --mine " + editor);
    }
    return ExitCode.DONE;
  }
}
