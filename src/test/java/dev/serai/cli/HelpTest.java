package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpTest {
  private static final String ESCAPE = "\u001b";

  private static CommandLineRun.Ended run(String ttys, Map<String, String> env, String... args) {
    return new CommandLineRun(ttys, "", env).run(args);
  }

  private static String help(String... args) {
    return run("", Map.of(), args).out();
  }

  @Test
  void allCommandsAreListedInGroupsOneLineEach() {
    String help = help("help");

    for (Commands.First each : Commands.ALL) assertThat(help).contains("\n  " + each.word() + " ");
    for (Tool tool : Tools.all()) assertThat(help).contains(tool.name());
    assertThat(help)
        .containsSubsequence("USAGE\n  serai <command>", "CODING AGENTS\n", "EXAMPLES\n  serai ")
        .contains("LEARN MORE\n")
        .doesNotContain(ESCAPE, "@|", "%n");
    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void everyWayToAskGivesTheSame() {
    assertThat(help()).isEqualTo(help("help")).isEqualTo(help("--help"));
    assertThat(help("help", "session", "list")).isEqualTo(help("session", "list", "--help"));
    assertThat(help("help", "keys")).isEqualTo(help("key", "--help"));
    assertThat(help("help", "claude")).isEqualTo(help("claude", "--help"));
  }

  @Test
  void aCommandTellsWhatItIsForFirst() {
    assertThat(help("session", "list", "--help"))
        .startsWith("List your sessions")
        .containsSubsequence(
            ".\n\nUSAGE\n  serai session list ",
            "OPTIONS\n",
            "--open",
            "EXAMPLES\n  serai session list --open");
    assertThat(help("session", "--help")).containsSubsequence("USAGE\n", "COMMANDS\n  list, ls ");
  }

  @Test
  void theEnvironmentIsATopic() {
    assertThat(help("help", "environment")).contains("SERAI_ADMIN_URL", "NO_COLOR");
    assertThat(run("", Map.of(), "help", "nothing").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void headingsAreBoldAtATerminalOnly() {
    assertThat(run("012", Map.of(), "help").out()).contains(ESCAPE + "[1mUSAGE" + ESCAPE);
    assertThat(run("012", Map.of("NO_COLOR", "1"), "help").out()).doesNotContain(ESCAPE);
    assertThat(run("012", Map.of("TERM", "dumb"), "help").out()).doesNotContain(ESCAPE);
    assertThat(run("02", Map.of(), "help").out()).doesNotContain(ESCAPE);
  }

  @Test
  void theVersionIsADatum() {
    assertThat(help("version")).startsWith("serai ").contains("(Java 25");
    assertThat(help("version", "--json")).contains("\"version\":", "\"javaHome\":");
    assertThat(help("--version")).startsWith("serai ");
  }
}
