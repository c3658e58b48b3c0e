package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that hear every signal. Who starts the tests in the background of a script, or by nohup,
 * has them ignore some, which a program hands down to all that it starts.
 */
public final class SignalsHeard {
  /** HUP, INT, QUIT and TERM in the kernel's set. */
  private static final long ENDING = 1 | 1 << 1 | 1 << 2 | 1 << 14;

  private SignalsHeard() {}

  /** The same command, where nothing is ignored or the system does not tell. */
  public static List<String> by(List<String> command) {
    if (!ignored()) return command;
    List<String> all = new ArrayList<>(List.of("/usr/bin/env", "--default-signal"));
    all.addAll(command);
    return all;
  }

  private static boolean ignored() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return false;
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & ENDING) != 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
