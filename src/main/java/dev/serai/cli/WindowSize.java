package dev.serai.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a terminal's window is.
 *
 * @param columns 0 = not known
 */
record WindowSize(int columns, int rows) {
  /** Where nobody says: what every terminal has had since there were any. */
  static final int USUAL_ROWS = 24;

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})");

  /** Of this process's terminal, at this moment; Java cannot tell. */
  static Optional<WindowSize> now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!stty.waitFor(1, TimeUnit.SECONDS)) return Optional.empty();
        byte[] said = stty.getInputStream().readNBytes(64);
        return parsed(new String(said, StandardCharsets.US_ASCII));
      } finally {
        stty.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // no terminal, or no stty
    }
    return Optional.empty();
  }

  /** "24 80"; a window that says 0 knows nothing. */
  static Optional<WindowSize> parsed(String said) {
    Matcher size = SIZE.matcher(said.strip());
    if (!size.matches()) return Optional.empty();
    int rows = Integer.parseInt(size.group(1));
    int columns = Integer.parseInt(size.group(2));
    return rows == 0 || columns == 0
        ? Optional.empty()
        : Optional.of(new WindowSize(columns, rows));
  }
}
