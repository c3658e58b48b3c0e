package dev.serai.cli;

import dev.serai.cli.launch.Program;
import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import dev.serai.cli.launch.Versions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Coding agents on the PATH, and whether Serai was tried with their versions. */
final class DoctorTools {
  private final Map<String, String> env;

  DoctorTools(Map<String, String> env) {
    this.env = env;
  }

  List<Finding> findings() {
    List<Finding> found = installed().stream().map(DoctorTools::finding).toList();
    if (!found.isEmpty()) return found;
    String names =
        Tools.all().stream().map(tool -> tool.facts().binary()).collect(Collectors.joining(", "));
    String first = Tools.all().getFirst().facts().install();
    return List.of(Finding.warn("tools", "none on the PATH of " + names, first));
  }

  /** All at once: some take a second to say which version they are. */
  private List<Program> installed() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Program>>> asked =
          Tools.all().stream().map(tool -> threads.submit(() -> Program.find(tool, env))).toList();
      return asked.stream().map(DoctorTools::ended).flatMap(Optional::stream).toList();
    }
  }

  private static Optional<Program> ended(Future<Optional<Program>> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Finding finding(Program program) {
    Tool.Facts tool = program.tool().facts();
    String check = tool.binary();
    String version = program.version().orElse("");
    if (version.isEmpty())
      return Finding.warn(
          check,
          program.path() + " tells no version",
          "run: " + check + " --version; get it: " + tool.install());
    String there = tool.title() + " " + version + " at " + program.path();
    if (program.tried()) return Finding.ok(check, there);
    Versions tried = tool.tested();
    return Finding.warn(
        check,
        there + " was not tried with Serai",
        tried.from() + " to " + tried.to() + " were; it may work all the same");
  }
}
