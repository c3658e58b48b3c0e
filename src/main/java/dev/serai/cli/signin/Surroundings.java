package dev.serai.cli.signin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why a browser here would not reach whoever signs in. */
public final class Surroundings {
  private static final List<String> REMOTE = List.of("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY");
  private static final List<String> CONTAINED =
      List.of("container", "KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS");
  private static final List<String> MARKS = List.of("/.dockerenv", "/run/.containerenv");

  private Surroundings() {}

  /** Empty when a browser can be opened on this machine. */
  public static Optional<String> withoutBrowser(Map<String, String> env) {
    boolean marked = MARKS.stream().anyMatch(mark -> Files.exists(Path.of(mark)));
    return withoutBrowser(env, System.getProperty("os.name", ""), marked);
  }

  static Optional<String> withoutBrowser(Map<String, String> env, String system, boolean marked) {
    if (any(env, REMOTE)) return Optional.of("this is a remote shell");
    if (marked || any(env, CONTAINED)) return Optional.of("this is a container");
    String name = system.toLowerCase(Locale.ROOT);
    boolean graphical =
        name.startsWith("mac")
            || name.startsWith("windows")
            || any(env, List.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"));
    return graphical ? Optional.empty() : Optional.of("there is no display");
  }

  private static boolean any(Map<String, String> env, List<String> names) {
    return names.stream().anyMatch(name -> !env.getOrDefault(name, "").isBlank());
  }
}
