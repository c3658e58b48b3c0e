package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of launch, serve, env and setup mean, with tools that note their start. */
class LaunchOptionsTest {
  @TempDir Path folder;
  private final Map<String, String> env = new HashMap<>();

  @BeforeEach
  void aToolAndNobodySignedIn() throws IOException {
    Path codex = folder.resolve("codex");
    Files.writeString(codex, "#!/bin/sh\n[ \"$1\" = --version ] || : >\"$HOME/started\"\n");
    Files.setPosixFilePermissions(codex, PosixFilePermissions.fromString("rwx------"));
    env.put("PATH", folder + ":/usr/bin:/bin");
    env.put("HOME", folder.toString());
    env.put("TMPDIR", folder.toString());
    env.put("SERAI_URL", "http://127.0.0.1:9");
    env.put("SERAI_ADMIN_URL", "http://127.0.0.1:9");
  }

  private CommandLineRun.Ended run(String... args) {
    return new CommandLineRun("", "", Map.copyOf(env)).run(args);
  }

  @Test
  void withAVirtualKeyAloneALimitIsRefusedAndNotForgotten() {
    env.put("SERAI_KEY", "vk-test");
    for (List<String> option :
        List.of(
            List.of("--max-usd", "5"),
            List.of("--max-requests", "5"),
            List.of("--max-tokens", "5"),
            List.of("--project", "checkout"),
            List.of("--duration", "1h"))) {
      for (String command : List.of("codex", "serve")) {
        CommandLineRun.Ended ended = run(command, option.getFirst(), option.getLast());

        assertThat(ended.exitCode()).as("%s %s", command, option).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("a virtual key has none", "try: serai login");
      }
    }
    assertThat(folder.resolve("started")).doesNotExist();

    assertThat(run("codex").exitCode()).isZero();
    assertThat(folder.resolve("started")).exists();
  }

  @Test
  void whatMakesAKeyAndNoSessionKnowsNoLimitsOfOne() {
    for (List<String> command : List.of(List.of("env", "claude"), List.of("setup", "cursor"))) {
      CommandLineRun.Ended ended = run(command.getFirst(), command.getLast(), "--max-usd", "5");

      assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(ended.err()).contains("no option \"--max-usd\"");
    }
  }

  @Test
  void whatIsShownOfTheUsersSettingsHasNoSecrets() throws IOException {
    Path settings = folder.resolve(".gemini/settings.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(
        settings,
        """
        {"ui": {"theme": "dark"},
         "mcpServers": {"docs": {"headers": {"X-Any": "sk-1"}, "env": {"DOCS_TOKEN": "sk-2"},
           "args": ["--api-key", "sk-3", "plain"]}},
         "telemetry": {"apiKey": "sk-4"}, "maxSessionTokens": 5}
        """);

    for (String form : List.of("--quiet-telemetry", "--json")) {
      CommandLineRun.Ended ended = run("gemini", "--print-config", form);

      assertThat(ended.exitCode()).isZero();
      assertThat(ended.out())
          .contains("(hidden)", "dark", "plain", "--api-key", "maxSessionTokens", "DOCS_TOKEN")
          .contains("<one-off bearer>")
          .doesNotContain("sk-");
    }
  }

  @Test
  void exportsAreRefusedBeforeAKeyIsMade() throws Exception {
    env.put("SERAI_KEY", "vk-test");

    CommandLineRun.Ended ended = run("env", "gemini");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("needs files besides the environment");
  }

  @Test
  void aWordThatBeginsWithAnAtSignReachesTheToolAsItIs() throws IOException {
    Path words = Files.writeString(folder.resolve("words"), "--model from-a-file");

    CommandLineRun.Ended ended = run("codex", "--print-config", "exec", "@" + words);

    assertThat(ended.out()).contains("exec @" + words).doesNotContain("from-a-file");
  }
}
