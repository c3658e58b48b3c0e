package dev.serai.cli.launch;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Continue's command line. A config of ours stands in for the user's; JSON is YAML too. */
final class Continue implements Tool {
  @Override
  public Facts facts() {
    return new Facts(
        "continue",
        "Continue",
        "cn",
        "npm install -g @continuedev/cli",
        new Versions("1.5", "1.5"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    Set<String> models = new LinkedHashSet<>(List.of(wanted.neededModel("Continue")));
    models.addAll(wanted.models());
    JsonObject config = new JsonObject();
    config.put("name", "serai");
    config.put("version", "1.0.0");
    config.put("schema", "v1");
    JsonArray declared = new JsonArray();
    for (String model : models) declared.add(model(wanted, model));
    config.put("models", declared);
    draft.quiet("CONTINUE_TELEMETRY_ENABLED", "0");
    if (wanted.gives("--config")) {
      draft.inTheWay("--config", "the arguments", "its models are called, not the gateway's");
      return;
    }
    draft.argument("--config", draft.file("continue.yaml", SettingsFile.text(config)).toString());
  }

  private static JsonObject model(Wanted wanted, String name) {
    Dialect dialect = Dialect.of(name);
    JsonObject model = new JsonObject();
    model.put("name", name);
    model.put("model", name);
    model.put("apiKey", wanted.bearer());
    model.put(
        "provider",
        switch (dialect) {
          case OPENAI -> "openai";
          case ANTHROPIC -> "anthropic";
          case GEMINI -> "gemini";
        });
    model.put("apiBase", wanted.at(dialect == Dialect.GEMINI ? "/v1beta" : "/v1"));
    JsonArray roles = new JsonArray();
    roles.add("chat");
    roles.add("edit");
    roles.add("apply");
    model.put("roles", roles);
    return model;
  }
}
