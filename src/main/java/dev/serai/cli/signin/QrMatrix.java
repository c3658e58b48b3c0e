package dev.serai.cli.signin;

/** The square of a QR code: its fixed patterns, its words under a mask, and how well it reads. */
final class QrMatrix {
  private static final int MASKS = 8;

  private final QrVersion version;
  private final int size;
  private final boolean[][] dark;
  private final boolean[][] fixed;

  private QrMatrix(QrVersion version) {
    this.version = version;
    this.size = version.size();
    this.dark = new boolean[size][size];
    this.fixed = new boolean[size][size];
  }

  /** Under the mask that reads best. */
  static boolean[][] best(QrVersion version, byte[] words) {
    boolean[][] best = masked(version, words, 0);
    for (int mask = 1; mask < MASKS; mask++) {
      boolean[][] other = masked(version, words, mask);
      if (QrPenalty.of(other) < QrPenalty.of(best)) best = other;
    }
    return best;
  }

  static boolean[][] masked(QrVersion version, byte[] words, int mask) {
    QrMatrix matrix = new QrMatrix(version);
    matrix.patterns();
    matrix.format(mask);
    matrix.version();
    matrix.words(words, mask);
    return matrix.dark;
  }

  private void set(int row, int column, boolean value) {
    dark[row][column] = value;
    fixed[row][column] = true;
  }

  private void patterns() {
    for (int i = 0; i < size; i++) {
      set(6, i, i % 2 == 0);
      set(i, 6, i % 2 == 0);
    }
    finder(3, 3);
    finder(3, size - 4);
    finder(size - 4, 3);
    for (int row : version.marks())
      for (int column : version.marks()) if (!atFinder(row, column)) mark(row, column);
  }

  private boolean atFinder(int row, int column) {
    boolean last = row == size - 7 || column == size - 7;
    return (row == 6 && column == 6) || (last && (row == 6 || column == 6));
  }

  private void finder(int row, int column) {
    for (int y = -4; y <= 4; y++)
      for (int x = -4; x <= 4; x++) {
        int ring = Math.max(Math.abs(x), Math.abs(y));
        boolean inside = row + y >= 0 && row + y < size && column + x >= 0 && column + x < size;
        if (inside) set(row + y, column + x, ring != 2 && ring != 4);
      }
  }

  private void mark(int row, int column) {
    for (int y = -2; y <= 2; y++)
      for (int x = -2; x <= 2; x++)
        set(row + y, column + x, Math.max(Math.abs(x), Math.abs(y)) != 1);
  }

  /** Error correction and mask, twice. */
  private void format(int mask) {
    int bits = formatBits(mask);
    for (int i = 0; i < 15; i++) {
      boolean one = (bits >> i & 1) == 1;
      if (i < 8) {
        set(i < 6 ? i : i + 1, 8, one);
        set(8, size - 1 - i, one);
      } else {
        set(8, i == 8 ? 7 : 14 - i, one);
        set(size - 15 + i, 8, one);
      }
    }
    set(size - 8, 8, true);
  }

  static int formatBits(int mask) {
    int data = 0b01 << 3 | mask; // 01 stands for L
    int rest = data << 10;
    for (int i = 14; i >= 10; i--) if ((rest >> i & 1) == 1) rest ^= 0x537 << i - 10;
    return (data << 10 | rest) ^ 0x5412;
  }

  private void version() {
    if (version.number() < 7) return;
    int bits = versionBits(version.number());
    for (int i = 0; i < 18; i++) {
      boolean one = (bits >> i & 1) == 1;
      set(i / 3, size - 11 + i % 3, one);
      set(size - 11 + i % 3, i / 3, one);
    }
  }

  static int versionBits(int number) {
    int rest = number << 12;
    for (int i = 17; i >= 12; i--) if ((rest >> i & 1) == 1) rest ^= 0x1f25 << i - 12;
    return number << 12 | rest;
  }

  /** Up and down in columns of two from the right. */
  private void words(byte[] words, int mask) {
    int bit = 0;
    boolean up = true;
    for (int right = size - 1; right > 0; right -= 2) {
      if (right == 6) right--;
      for (int i = 0; i < size; i++) {
        int row = up ? size - 1 - i : i;
        for (int column = right; column >= right - 1; column--) {
          if (fixed[row][column]) continue;
          boolean one = bit < words.length * 8 && (words[bit / 8] >> 7 - bit % 8 & 1) == 1;
          dark[row][column] = one ^ inverts(mask, row, column);
          bit++;
        }
      }
      up = !up;
    }
  }

  private static boolean inverts(int mask, int row, int column) {
    return switch (mask) {
      case 0 -> (row + column) % 2 == 0;
      case 1 -> row % 2 == 0;
      case 2 -> column % 3 == 0;
      case 3 -> (row + column) % 3 == 0;
      case 4 -> (row / 2 + column / 3) % 2 == 0;
      case 5 -> row * column % 2 + row * column % 3 == 0;
      case 6 -> (row * column % 2 + row * column % 3) % 2 == 0;
      default -> ((row + column) % 2 + row * column % 3) % 2 == 0;
    };
  }
}
