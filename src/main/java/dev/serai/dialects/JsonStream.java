package dev.serai.dialects;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that comes in pieces cut anywhere and tells of the places that a {@link Path} names.
 * Keeps nothing but the current token, skips what nobody asked for, and takes whatever is not JSON
 * without complaint.
 */
final class JsonStream {
  /** Told what stands at a slot, in the order of the document. */
  interface Listener {
    default void array(Slot slot) {}

    default void open(Slot slot) {}

    default void close(Slot slot) {}

    default void number(Slot slot, long value) {}

    /**
     * @param word the characters, {@code captured} of them, when {@link Slot#isWord}
     * @param length about how many bytes of UTF-8 the whole string has
     */
    default void text(Slot slot, byte[] word, int captured, long length) {}
  }

  private static final int DEEPEST = 16;
  private static final int LONGEST_WORD = 256;
  private static final long QUOTE = Bytes.everywhere('"');
  private static final long BACKSLASH = Bytes.everywhere('\\');

  private enum State {
    BETWEEN,
    STRING,
    ESCAPE,
    NUMBER
  }

  private final Path root;
  private final Listener listener;

  private final Path[] open = new Path[DEEPEST];
  private int depth;
  private int objects; // bit per depth: an object, not an array
  private long skipped; // containers open below the last one that matters
  private @Nullable Path value;
  private boolean keyNext;
  private State state = State.BETWEEN;
  private boolean started;

  private byte[] token = new byte[Path.LONGEST_KEY];
  private int captured;
  private long length;
  private boolean isKey;
  private boolean capturing;
  private long number;
  private boolean fraction;

  JsonStream(Path root, Listener listener) {
    this.root = root;
    this.listener = listener;
    this.value = root;
  }

  /** Forgets a document that was begun. */
  void reset() {
    depth = 0;
    objects = 0;
    skipped = 0;
    value = root;
    keyNext = false;
    state = State.BETWEEN;
    started = false;
  }

  /** A whole array or object has been read. */
  boolean complete() {
    return started && depth == 0 && skipped == 0;
  }

  /** About how many bytes were read of a string at this slot that has not ended. */
  long unended(Slot slot) {
    boolean within = (state == State.STRING || state == State.ESCAPE) && !isKey && skipped == 0;
    return within && value != null && value.slot() == slot ? length : 0;
  }

  void read(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      i =
          switch (state) {
            case STRING -> string(b, i, to);
            case ESCAPE -> escape(b, i);
            case NUMBER -> number(b, i, to);
            case BETWEEN -> skipped > 0 ? skip(b, i, to) : structure(b, i, to);
          };
    }
  }

  /** Below what matters only brackets and strings count. */
  private int skip(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (c == '"') return beginString(i, false);
      if (c < '[') continue;
      if (c == '{' || c == '[') skipped++;
      else if ((c == '}' || c == ']') && --skipped == 0) return i + 1;
    }
    return to;
  }

  private int structure(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      switch (b[i]) {
        case '"' -> {
          return beginString(i, true);
        }
        case '{', '[' -> {
          open(b[i] == '{');
          if (skipped > 0) return i + 1;
        }
        case '}', ']' -> close();
        case ',' -> next();
        case ':' -> keyNext = false;
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          if (value != null && value.slot() != null) return beginNumber(b[i], i);
        }
        default -> {}
      }
    }
    return to;
  }

  private int beginNumber(byte first, int i) {
    state = State.NUMBER;
    number = 0;
    fraction = first == '-'; // a count below zero is none
    return first == '-' ? i + 1 : i;
  }

  private void open(boolean object) {
    started = true;
    Path here = value;
    if (here == null || depth == DEEPEST) {
      skipped++;
      return;
    }
    open[depth] = here;
    objects = object ? objects | 1 << depth : objects & ~(1 << depth);
    depth++;
    keyNext = object;
    Slot slot = here.slot();
    if (slot == null) return;
    if (object) listener.open(slot);
    else listener.array(slot);
  }

  private void close() {
    if (depth == 0) return;
    depth--;
    Slot slot = open[depth].slot();
    if (slot != null && (objects & 1 << depth) != 0) listener.close(slot);
    value = null;
    keyNext = false;
  }

  private void next() {
    if (depth == 0) return;
    keyNext = (objects & 1 << (depth - 1)) != 0;
    value = keyNext ? null : open[depth - 1];
  }

  private int beginString(int i, boolean matters) {
    state = State.STRING;
    captured = 0;
    length = 0;
    isKey = matters && keyNext;
    Slot slot = value == null ? null : value.slot();
    capturing = isKey || matters && slot != null && slot.isWord();
    return i + 1;
  }

  private int string(byte[] b, int from, int to) {
    int i = Bytes.either(b, from, to, QUOTE, BACKSLASH);
    length += i - from;
    if (capturing) capture(b, from, i);
    if (i == to) return i;
    if (b[i] == '"') endString();
    else state = State.ESCAPE;
    return i + 1;
  }

  /** An escaped character counts as one byte, {@code \}{@code uXXXX} as three. */
  private int escape(byte[] b, int i) {
    state = State.STRING;
    length += b[i] == 'u' ? -1 : 1;
    if (capturing) capture(b, i, i + 1);
    return i + 1;
  }

  private void capture(byte[] b, int from, int to) {
    int room = (isKey ? Path.LONGEST_KEY : LONGEST_WORD) - captured;
    int take = Math.min(room, to - from);
    if (captured + take > token.length) token = Arrays.copyOf(token, LONGEST_WORD);
    System.arraycopy(b, from, token, captured, take);
    captured += take;
  }

  private void endString() {
    state = State.BETWEEN;
    if (skipped > 0) return;
    if (isKey) {
      value = length == captured && length > 0 ? open[depth - 1].child(token, captured) : null;
      keyNext = false;
    } else if (value != null && value.slot() != null) {
      listener.text(value.slot(), token, captured, length);
    }
  }

  private int number(byte[] b, int from, int to) {
    int i = from;
    for (; i < to; i++) {
      int c = b[i];
      if (c >= '0' && c <= '9') {
        if (!fraction && number < Long.MAX_VALUE / 100) number = number * 10 + (c - '0');
      } else if (c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-') {
        fraction = true;
      } else {
        state = State.BETWEEN;
        Slot slot = value == null ? null : value.slot();
        if (slot != null) listener.number(slot, number);
        return i;
      }
    }
    return i;
  }
}
