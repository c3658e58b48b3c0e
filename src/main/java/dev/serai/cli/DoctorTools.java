package dev.serai.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Coding agents on the PATH, and what version they say they are. */
final class DoctorTools {
  /** Command, and how people call it. */
  private static final Map<String, String> TOOLS =
      new TreeMap<>(
          Map.of(
              "claude", "Claude Code",
              "codex", "Codex",
              "gemini", "Gemini CLI",
              "opencode", "opencode",
              "copilot", "Copilot CLI",
              "qwen", "Qwen Code",
              "cline", "Cline",
              "cn", "Continue",
              "pi", "pi"));

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int OUTPUT_MAX = 4096;
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+[\\w.+-]*");

  private final Map<String, String> env;

  DoctorTools(Map<String, String> env) {
    this.env = env;
  }

  List<Finding> findings() {
    Map<String, Path> there = new TreeMap<>();
    for (String tool : TOOLS.keySet()) onPath(tool).ifPresent(path -> there.put(tool, path));
    if (there.isEmpty()) {
      String names = String.join(", ", TOOLS.keySet());
      return List.of(
          Finding.warn(
              "tools", "none on the PATH of " + names, "npm install -g @anthropic-ai/claude-code"));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Finding>> asked =
          there.entrySet().stream()
              .map(each -> threads.submit(() -> version(each.getKey(), each.getValue())))
              .toList();
      return asked.stream().map(DoctorTools::ended).toList();
    }
  }

  private static Finding ended(Future<Finding> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Path> onPath(String tool) {
    boolean windows = File.separatorChar == '\\';
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String end : windows ? List.of(".cmd", ".exe", "") : List.of("")) {
        try {
          Path file = Path.of(folder, tool + end);
          if (Files.isRegularFile(file) && Files.isExecutable(file)) return Optional.of(file);
        } catch (InvalidPathException e) {
          // no folder of this system
        }
      }
    }
    return Optional.empty();
  }

  private Finding version(String tool, Path file) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture.delayedExecutor(DEADLINE.toSeconds(), TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      String said;
      try (InputStream output = process.getInputStream()) {
        said = new String(output.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8);
      }
      process.destroy();
      return told(tool, file, said);
    } catch (IOException e) {
      return Finding.fail(tool, file + " does not start: " + e.getMessage(), "install it again");
    }
  }

  private static Finding told(String tool, Path file, String said) {
    Matcher version = VERSION.matcher(said);
    String name = TOOLS.getOrDefault(tool, tool);
    return version.find()
        ? Finding.ok(tool, name + " " + version.group() + " at " + file)
        : Finding.warn(tool, file + " tells no version", "run: " + tool + " --version");
  }
}
