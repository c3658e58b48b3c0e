package dev.serai.cli;

import dev.serai.cli.completion.Completion;
import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a script that completes words with <TAB>.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Once, and again after an update:",
      "  bash  serai completion bash > ~/.local/share/bash-completion/completions/serai",
      "  zsh   serai completion zsh > \"$${fpath[1]}/_serai\"",
      "  fish  serai completion fish > ~/.config/fish/completions/serai.fish",
      "",
      "For this shell only:",
      "  eval \"$$(serai completion bash)\""
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  CommandSpec spec;

  @Parameters(paramLabel = "<shell>", description = "bash, zsh or fish")
  @SuppressWarnings("NullAway.Init") // required
  Completion shell;

  @Override
  public Integer call() {
    CommandLine root = new CommandLine(spec.root().userObject());
    Commands.addAllTo(root);
    PrintWriter out = spec.root().commandLine().getOut();
    out.print(shell.script(root, fixed(root)));
    out.flush();
    return ExitCode.DONE;
  }

  private static Map<String, List<String>> fixed(CommandLine root) {
    Map<String, List<String>> fixed = new HashMap<>();
    fixed.put("launch", Tools.all().stream().map(Tool::name).toList());
    fixed.put("env", List.of("claude", "codex", "opencode", "copilot"));
    fixed.put("setup", List.of("cursor", "vscode"));
    fixed.put("completion", Stream.of(Completion.values()).map(Enum::name).toList());
    fixed.put(
        "help",
        Stream.concat(
                root.getSubcommands().keySet().stream(), Stream.of("exit-codes", "environment"))
            .toList());
    return fixed;
  }
}
