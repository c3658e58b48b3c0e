package dev.serai.cli.signin;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows an address in the user's browser, without a shell in between. */
final class Browser {
  private static final long SECONDS = 3;

  private final Map<String, String> env;
  private final String system;

  Browser(Map<String, String> env, String system) {
    this.env = env;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /** Whether some program took it; those that stay in the foreground are left running. */
  boolean open(URI address) {
    return commands(address).stream().anyMatch(Browser::started);
  }

  /** What to try, in this order. {@code BROWSER} is a list, and may say where the address goes. */
  List<List<String>> commands(URI address) {
    List<List<String>> commands = new ArrayList<>();
    String separator = system.startsWith("windows") ? ";" : ":";
    for (String wanted : env.getOrDefault("BROWSER", "").split(separator)) {
      if (wanted.isBlank()) continue;
      List<String> words = new ArrayList<>(List.of(wanted.strip().split("\\s+")));
      boolean placed = words.stream().anyMatch(word -> word.contains("%s"));
      words.replaceAll(word -> word.replace("%s", address.toString()));
      if (!placed) words.add(address.toString());
      commands.add(words);
    }
    commands.add(
        system.startsWith("mac")
            ? List.of("open", address.toString())
            : system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address.toString())
                : List.of("xdg-open", address.toString()));
    return commands;
  }

  private static boolean started(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return !process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static java.io.File nothing() {
    boolean windows = java.io.File.separatorChar == '\\';
    return new java.io.File(windows ? "NUL" : "/dev/null");
  }
}
