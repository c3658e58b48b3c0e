package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves; zsh and fish where they are installed. */
class CompletionTest {
  @TempDir Path folder;

  private interface Shell {
    List<String> after(String line) throws IOException;
  }

  private Path script(String shell) throws IOException {
    CommandLineRun.Ended ended =
        new CommandLineRun("", "", Map.of("HOME", "/nonexistent")).run("completion", shell);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return Files.writeString(folder.resolve("serai." + shell), ended.out());
  }

  private List<String> said(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectError(folder.resolve("err").toFile()).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(folder.resolve("err")).isEmptyFile();
    return said.lines().filter(line -> !line.isEmpty()).toList();
  }

  /** {@code 'serai' 'ke'}: the last word is the one that is being typed. */
  private static String words(String line) {
    return Stream.of(line.split(" ", -1))
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  private static void completes(Shell shell) throws IOException {
    assertThat(shell.after("serai ke")).containsExactlyInAnyOrder("key", "keycloak");
    assertThat(shell.after("serai session "))
        .containsExactlyInAnyOrder("list", "show", "limit", "revoke");
    assertThat(shell.after("serai provider credential a")).containsExactly("add");
    assertThat(shell.after("serai launch co")).contains("codex", "copilot", "continue");
    assertThat(shell.after("serai launch codex --max-u")).containsExactly("--max-usd");
    assertThat(shell.after("serai session lis")).containsExactly("list");
    assertThat(shell.after("serai login --store f")).containsExactly("file");
    assertThat(shell.after("serai session list --user ann --js")).containsExactly("--json");
    assertThat(shell.after("serai completion z")).containsExactly("zsh");
    assertThat(shell.after("serai help exi")).containsExactly("exit-codes");
  }

  @Test
  void bashCompletes() throws IOException {
    Path script = script("bash");
    assertThat(said("bash", "--norc", "-c", ". " + script + "; complete -p serai"))
        .containsExactly("complete -o bashdefault -o default -F _serai serai");

    completes(
        line -> {
          int last = line.split(" ", -1).length - 1;
          String code =
              ". %s; COMP_WORDS=(%s); COMP_CWORD=%d; _serai; printf '%%s\\n' \"${COMPREPLY[@]}\""
                  .formatted(script, words(line), last);
          return said("bash", "--norc", "-c", code);
        });
  }

  @Test
  void zshCompletes() throws IOException {
    assumeThat(installed("zsh")).as("zsh is installed").isTrue();
    Path script = script("zsh");
    String stubs =
        """
        compdef() { : }
        _files() { : }
        _show() { local each; for each in "${(@P)1}"; do
          [[ ${each%%:*} == ${words[CURRENT]}* ]] && print -r -- ${each%%:*}; done; true }
        _describe() { _show ${@[-1]} }
        compadd() { _show ${@[-1]} }
        """;

    completes(
        line -> {
          String code =
              "%s. %s; words=(%s); CURRENT=$#words; _serai".formatted(stubs, script, words(line));
          return said("zsh", "-f", "-c", code);
        });
  }

  @Test
  void fishCompletes() throws IOException {
    assumeThat(installed("fish")).as("fish is installed").isTrue();
    Path script = script("fish");

    completes(
        line ->
            said("fish", "--no-config", "-c", "source %s; complete -C '%s'".formatted(script, line))
                .stream()
                .map(each -> each.split("\t")[0])
                .toList());
  }

  private static boolean installed(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, command)));
  }
}
