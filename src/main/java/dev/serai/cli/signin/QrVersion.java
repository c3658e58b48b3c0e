package dev.serai.cli.signin;

import java.util.List;

/**
 * What the standard's tables say of a size at error correction L.
 *
 * @param data words of text and padding
 * @param check words of error correction in each block
 * @param blocks that the data is cut into, the longer ones last
 * @param marks rows and columns of the alignment patterns' centres
 */
record QrVersion(int number, int data, int check, int blocks, List<Integer> marks) {
  static final List<QrVersion> ALL =
      List.of(
          new QrVersion(1, 19, 7, 1, List.of()),
          new QrVersion(2, 34, 10, 1, List.of(6, 18)),
          new QrVersion(3, 55, 15, 1, List.of(6, 22)),
          new QrVersion(4, 80, 20, 1, List.of(6, 26)),
          new QrVersion(5, 108, 26, 1, List.of(6, 30)),
          new QrVersion(6, 136, 18, 2, List.of(6, 34)),
          new QrVersion(7, 156, 20, 2, List.of(6, 22, 38)),
          new QrVersion(8, 194, 24, 2, List.of(6, 24, 42)),
          new QrVersion(9, 232, 30, 2, List.of(6, 26, 46)),
          new QrVersion(10, 274, 18, 4, List.of(6, 28, 50)));

  int size() {
    return 17 + 4 * number;
  }

  /** Of the length of the text. */
  int countBits() {
    return number < 10 ? 8 : 16;
  }

  /** Of text that fit. */
  int bytes() {
    return data - (4 + countBits() + 7) / 8;
  }
}
