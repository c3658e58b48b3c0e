package dev.serai.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** A coding agent as npm has it, of the newest version that Serai was tried with. */
enum ReleasedAgent {
  // install scripts would put the binary of the platform's package in the place of a stub
  CLAUDE("claude", "@anthropic-ai/claude-code", "2.1.330", "@anthropic-ai/claude-code-%s/claude"),
  CODEX("codex", "@openai/codex", "0.169.0", "@openai/codex/bin/codex.js"),
  GEMINI("gemini", "@google/gemini-cli", "0.61.0", "@google/gemini-cli/bundle/gemini.js"),
  OPENCODE("opencode", "opencode-ai", "1.18.33", "opencode-%s/bin/opencode"),
  COPILOT("copilot", "@github/copilot", "1.0.102", "@github/copilot/npm-loader.js"),
  QWEN("qwen", "@qwen-code/qwen-code", "0.24.4", "@qwen-code/qwen-code/cli-entry.js"),
  CLINE("cline", "cline", "3.0.65", "cline/bin/cline"),
  CONTINUE("cn", "@continuedev/cli", "1.5.47", "@continuedev/cli/dist/cn.js"),
  PI("pi", "@mariozechner/pi-coding-agent", "0.73.1", "@mariozechner/pi-coding-agent/dist/cli.js");

  /** What its users type. */
  final String command;

  /** What usage calls it. */
  final String inUsage;

  private final String version;
  private final String npmName;
  private final String program;

  /**
   * @param program in node_modules, %s stands for the platform
   */
  ReleasedAgent(String command, String npmName, String version, String program) {
    this.command = command;
    this.npmName = npmName;
    this.version = version;
    this.program = program;
    this.inUsage =
        switch (command) {
          case "claude" -> "claude-code";
          case "gemini" -> "gemini-cli";
          case "cn" -> "continue";
          default -> command;
        };
  }

  /** What {@code serai launch} calls it. */
  String tool() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Installed now, unless it is; wants node in the PATH. */
  Path program() {
    Path modules = Npm.installed(tool(), npmName + "@" + version).resolve("node_modules");
    try {
      return modules.resolve(program.formatted(Npm.platform())).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(npmName + " is built otherwise now", e);
    }
  }
}
