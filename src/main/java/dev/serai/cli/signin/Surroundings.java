package dev.serai.cli.signin;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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

  /**
   * Where the command line keeps what is its own. A variable that is empty or relative says nothing
   * (XDG Base Directory), and must not lead into whatever folder one happens to be in.
   */
  public static Path folder(Map<String, String> env) {
    Path home = absolute(env, "HOME").orElse(Path.of(System.getProperty("user.home", "/")));
    return absolute(env, "XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve("serai");
  }

  private static Optional<Path> absolute(Map<String, String> env, String name) {
    try {
      return Optional.of(Path.of(env.getOrDefault(name, ""))).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

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
