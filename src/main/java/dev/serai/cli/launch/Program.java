package dev.serai.cli.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A tool as it is installed on this machine.
 *
 * @param version empty = it tells none
 */
public record Program(Tool tool, Path path, Optional<String> version) {
  /**
   * Starts the program where its package does not say which version it is; five seconds at most.
   *
   * @return empty when it is not on the PATH
   */
  public static Optional<Program> find(Tool tool, Map<String, String> env) {
    Installed installed;
    try {
      installed = Installed.find(tool.facts(), env);
    } catch (LaunchFailure missing) {
      return Optional.empty();
    }
    Map<String, String> clean = new TreeMap<>(env);
    clean.keySet().removeAll(ChildEnvironment.removed(env.keySet(), Set.of()));
    return Optional.of(
        new Program(tool, installed.program(), installed.version(tool.versionArguments(), clean)));
  }

  /** Whether Serai was tried with this version; false for one that is not told. */
  public boolean tried() {
    return version.filter(tool.facts().tested()::contains).isPresent();
  }
}
