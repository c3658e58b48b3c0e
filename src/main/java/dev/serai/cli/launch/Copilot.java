package dev.serai.cli.launch;

/** GitHub's Copilot CLI with a provider of one's own; it needs no sign-in at GitHub then. */
final class Copilot implements Tool {
  @Override
  public Facts facts() {
    return new Facts(
        "copilot",
        "Copilot CLI",
        "copilot",
        "npm install -g @github/copilot",
        new Versions("1.0", "1.0"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("Copilot CLI");
    boolean anthropic = Dialect.of(model) == Dialect.ANTHROPIC;
    draft
        .env("COPILOT_PROVIDER_TYPE", anthropic ? "anthropic" : "openai")
        .env("COPILOT_PROVIDER_BASE_URL", anthropic ? wanted.at("") : wanted.at("/v1"))
        .env("COPILOT_PROVIDER_API_KEY", wanted.bearer())
        .env("COPILOT_MODEL", model)
        .quiet("COPILOT_OFFLINE", "true")
        .quiet("COPILOT_AUTO_UPDATE", "false");
  }
}
