package dev.serai.dialects;

/**
 * Finds where server-sent events end in bytes that come in pieces cut anywhere. Lines end with LF,
 * CRLF or CR. One per stream, used from one thread.
 */
public final class EventEnds {
  private static final long LF = Bytes.everywhere('\n');
  private static final long CR = Bytes.everywhere('\r');

  private boolean lineStart = true;
  private boolean afterCr;
  private boolean between = true;

  /**
   * Takes bytes up to the end of the first event that ends among them.
   *
   * @return one past that end; {@code to} when none ends there
   */
  public int next(byte[] b, int from, int to) {
    int i = afterCr && from < to && b[from] == '\n' ? from + 1 : from;
    if (from < to) afterCr = false;
    while (i < to) {
      if (b[i] != '\n' && b[i] != '\r') {
        between = false;
        lineStart = false;
        i = Bytes.either(b, i, to, LF, CR);
        continue;
      }
      boolean blank = lineStart;
      boolean cr = b[i++] == '\r';
      if (cr && i < to && b[i] == '\n') i++;
      else afterCr = cr && i == to;
      lineStart = true;
      if (!blank) continue;
      between = true;
      return i;
    }
    return to;
  }

  /** Whether what was taken so far ends with an event's end, or is nothing. */
  public boolean between() {
    return between;
  }

  /**
   * The same of a stream's last bytes alone.
   *
   * @param last the last four bytes, the newest lowest; 0 = there were none
   */
  public static boolean between(int last) {
    int newest = last & 0xff;
    int before = last >> 8 & 0xff;
    if (newest == '\n' && before == '\r') before = last >> 16 & 0xff;
    boolean lineEnd = newest == '\n' || newest == '\r';
    return last == 0 || lineEnd && (before == '\n' || before == '\r');
  }
}
