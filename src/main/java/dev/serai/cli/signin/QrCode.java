package dev.serai.cli.signin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A QR code (ISO/IEC 18004) of a short text: byte mode, error correction L, up to version 10.
 *
 * @param modules rows from the top; true = dark
 */
public record QrCode(boolean[][] modules) {
  private static final int QUIET = 2;

  /** Empty when the text is too long: over 271 bytes. */
  public static Optional<QrCode> of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (QrVersion version : QrVersion.ALL)
      if (bytes.length <= version.bytes())
        return Optional.of(new QrCode(QrMatrix.best(version, QrWords.of(version, bytes))));
    return Optional.empty();
  }

  public int size() {
    return modules.length;
  }

  /** Beyond the edge all is light. */
  boolean dark(int row, int column) {
    return row >= 0
        && column >= 0
        && row < modules.length
        && column < modules.length
        && modules[row][column];
  }

  /**
   * For a terminal, two rows in a line, with a light margin.
   *
   * @param colours black on white by escape sequences; else by light blocks, for a dark background
   */
  public List<String> lines(boolean colours) {
    List<String> lines = new ArrayList<>();
    for (int row = -QUIET; row < size() + QUIET; row += 2) {
      StringBuilder line = new StringBuilder(colours ? "\u001b[38;5;16;48;5;231m" : "");
      for (int column = -QUIET; column < size() + QUIET; column++) {
        boolean upper = dark(row, column) == colours;
        boolean lower = row + 1 < size() + QUIET && dark(row + 1, column) == colours;
        line.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
      }
      lines.add(line.append(colours ? "\u001b[0m" : "").toString());
    }
    return lines;
  }
}
