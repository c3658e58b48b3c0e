package dev.serai.dialects;

/**
 * Splits server-sent events that come in pieces cut anywhere. Hands on the bytes of {@code data}
 * lines as they pass and keeps none. Lines end with LF, CRLF or CR; other fields and comments are
 * skipped.
 */
final class SseLines {
  interface Sink {
    /** Some bytes of the event's data, without line ends. */
    void data(byte[] bytes, int from, int to);

    /**
     * A blank line.
     *
     * @param end one past it; the LF of a CRLF that is cut there comes first in the next piece
     */
    void event(int end);
  }

  private enum State {
    START,
    NAME,
    COLON,
    DATA,
    OTHER,
    AFTER_CR
  }

  private static final long LF = Bytes.everywhere('\n');
  private static final long CR = Bytes.everywhere('\r');
  private static final byte[] NAME = {'d', 'a', 't', 'a', ':'};

  private final Sink sink;
  private State state = State.START;
  private int matched;

  SseLines(Sink sink) {
    this.sink = sink;
  }

  void read(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      switch (state) {
        case START -> i = start(b, i, to);
        case NAME -> i = name(b, i);
        case COLON -> {
          if (b[i] == ' ') i++;
          state = State.DATA;
        }
        case DATA, OTHER -> i = line(b, i, to);
        case AFTER_CR -> {
          if (b[i] == '\n') i++;
          state = State.START;
        }
      }
    }
  }

  private int start(byte[] b, int i, int to) {
    if (b[i] != '\n' && b[i] != '\r') {
      matched = 0;
      state = State.NAME;
      return i;
    }
    int end = b[i] == '\r' && i + 1 < to && b[i + 1] == '\n' ? i + 2 : i + 1;
    if (b[end - 1] == '\r') state = State.AFTER_CR;
    sink.event(end);
    return end;
  }

  private int name(byte[] b, int i) {
    if (b[i] != NAME[matched]) {
      state = State.OTHER;
      return i;
    }
    if (++matched == NAME.length) state = State.COLON;
    return i + 1;
  }

  private int line(byte[] b, int from, int to) {
    int i = Bytes.either(b, from, to, LF, CR);
    if (state == State.DATA && i > from) sink.data(b, from, i);
    if (i == to) return i;
    state = b[i] == '\r' ? State.AFTER_CR : State.START;
    return i + 1;
  }
}
