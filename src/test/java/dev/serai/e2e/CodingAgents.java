package dev.serai.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Released coding agents at a desk, set up as their users would to go through a door. */
final class CodingAgents {
  private static final String QUIET_CODEX =
      """
      check_for_update_on_startup = false
      analytics.enabled = false
      features.plugins = false
      features.apps = false
      """;

  private final Desk desk;
  private final Door door;

  CodingAgents(Desk desk, Door door) {
    this.desk = desk;
    this.door = door;
  }

  /**
   * @param variable that the gateway's key is given in
   */
  Run claudeCode(String variable, String... arguments) {
    desk.env("ANTHROPIC_BASE_URL", door.url())
        .env(variable, door.key())
        .env("ANTHROPIC_MODEL", "claude-sonnet-5")
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .env("DISABLE_TELEMETRY", "1")
        .env("DISABLE_AUTOUPDATER", "1");
    return run(ReleasedAgent.CLAUDE, List.of(arguments));
  }

  /** The gateway is a provider of its own to it. */
  Run codex(String task) throws IOException {
    desk.env("GATEWAY_KEY", door.key())
        .home(
            ".codex/config.toml",
            """
            model = "gpt-5.1-codex"
            model_provider = "gateway"
            %s
            [model_providers.gateway]
            name = "gateway"
            base_url = "%s/v1"
            env_key = "GATEWAY_KEY"
            wire_api = "responses"
            """
                .formatted(QUIET_CODEX, door.url()));
    return runCodex(task);
  }

  /** The gateway is where its own provider is. */
  Run codexWithItsOwnProvider(String model, String task) throws IOException {
    desk.env("CODEX_API_KEY", door.key()).home(".codex/config.toml", QUIET_CODEX);
    return runCodex(task, "-c", "openai_base_url=\"" + door.url() + "/v1\"", "-m", model);
  }

  private Run runCodex(String task, String... options) {
    var arguments = new ArrayList<>(List.of("exec", "--skip-git-repo-check"));
    arguments.add("--dangerously-bypass-approvals-and-sandbox");
    arguments.addAll(List.of(options));
    arguments.add(task);
    return run(ReleasedAgent.CODEX, arguments);
  }

  Run geminiCli(String task) throws IOException {
    desk.env("GOOGLE_GEMINI_BASE_URL", door.url())
        .env("GEMINI_API_KEY", door.key())
        .env("GEMINI_CLI_TRUST_WORKSPACE", "true")
        .home(
            ".gemini/settings.json",
            """
            {"security":{"auth":{"selectedType":"gemini-api-key"}},
             "privacy":{"usageStatisticsEnabled":false},
             "general":{"enableAutoUpdate":false}}
            """);
    // an explicit model: the automatic choice asks a classifier first
    return run(ReleasedAgent.GEMINI, List.of("-m", "gemini-2.5-flash", "-p", task, "--yolo"));
  }

  private Run run(ReleasedAgent agent, List<String> arguments) {
    var command = new ArrayList<>(List.of(agent.program().toString()));
    command.addAll(arguments);
    return desk.run(command);
  }
}
