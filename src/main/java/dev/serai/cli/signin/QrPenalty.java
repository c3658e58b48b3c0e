package dev.serai.cli.signin;

/** How badly a QR code reads, by the four rules of the standard. */
final class QrPenalty {
  private static final int[] LIKE_A_FINDER = {0b10111010000, 0b00001011101};

  private QrPenalty() {}

  static int of(boolean[][] dark) {
    int size = dark.length;
    int penalty = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      boolean[] column = new boolean[size];
      for (int row = 0; row < size; row++) {
        column[row] = dark[row][i];
        if (column[row]) count++;
      }
      penalty += line(dark[i]) + line(column);
    }
    return penalty + squares(dark) + 10 * (Math.abs(count * 20 - size * size * 10) / (size * size));
  }

  private static int line(boolean[] line) {
    int penalty = 0;
    int run = 0;
    int last = 0;
    for (int i = 0; i < line.length; i++) {
      run = i > 0 && line[i] == line[i - 1] ? run + 1 : 1;
      if (run == 5) penalty += 3;
      if (run > 5) penalty++;
      last = (last << 1 | (line[i] ? 1 : 0)) & 0x7ff;
      if (i >= 10) for (int pattern : LIKE_A_FINDER) if (last == pattern) penalty += 40;
    }
    return penalty;
  }

  private static int squares(boolean[][] dark) {
    int penalty = 0;
    for (int row = 1; row < dark.length; row++)
      for (int column = 1; column < dark.length; column++) {
        boolean here = dark[row][column];
        if (here == dark[row - 1][column]
            && here == dark[row][column - 1]
            && here == dark[row - 1][column - 1]) penalty += 3;
      }
    return penalty;
  }
}
