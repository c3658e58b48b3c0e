package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A tool's program on this machine, and which version it is. */
record Installed(Path program) {
  private static final int DEADLINE_SECONDS = 5;
  private static final int LEVELS = 4;
  private static final List<String> ENDINGS =
      File.separatorChar == '\\' ? List.of(".exe", ".cmd", ".bat") : List.of("");

  /**
   * @throws LaunchFailure NOT_FOUND when it is not on the PATH
   */
  static Installed find(Tool.Facts facts, Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator))
      for (String ending : ENDINGS) {
        Path program = Path.of(folder.isEmpty() ? "." : folder, facts.binary() + ending);
        if (Files.isRegularFile(program) && Files.isExecutable(program))
          return new Installed(program.toAbsolutePath());
      }
    throw new LaunchFailure(
        LaunchFailure.NOT_FOUND,
        facts.title() + " is not installed",
        "no program \"" + facts.binary() + "\" in the PATH",
        "get it: " + facts.install());
  }

  /**
   * What npm says, else what the program says, which takes a while.
   *
   * @param env for the program: what it would run with
   * @return empty when neither tells in time
   */
  Optional<String> version(List<String> arguments, Map<String, String> env) {
    return packaged().or(() -> asked(arguments, env));
  }

  private Optional<String> packaged() {
    try {
      Path folder = program.toRealPath().getParent();
      for (int i = 0; i < LEVELS && folder != null; i++, folder = folder.getParent()) {
        Optional<String> version =
            SettingsFile.read(folder.resolve("package.json"))
                .map((JsonObject json) -> json.getString("version", ""))
                .flatMap(Versions::in);
        if (version.isPresent()) return version;
      }
    } catch (IOException e) {
      // then it is asked
    }
    return Optional.empty();
  }

  private Optional<String> asked(List<String> arguments, Map<String, String> env) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    try {
      Path out = Files.createTempFile("serai-version", "");
      try {
        Process process =
            builder.redirectOutput(out.toFile()).redirectInput(new File("/dev/null")).start();
        boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return ended ? Versions.in(Files.readString(out)) : Optional.empty();
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
