package dev.serai.dialects;

import java.util.Arrays;

/**
 * Takes the extra usage chunk ({@code "choices": []} with a usage object, and its blank line) out
 * of a chat stream whose client did not ask for it. Every other byte goes on unchanged; held back
 * is at most the head of one event. One per stream, used from one thread.
 */
public final class UsageChunkFilter {
  /** Takes bytes that are to go on. The array is only lent. */
  public interface Sink {
    void accept(byte[] bytes, int from, int to);
  }

  private static final Path TABLE = Path.root().on("choices", Slot.CHOICES).on("usage", Slot.USAGE);

  /** The chunk is a few hundred bytes; what is longer is something else. */
  private static final int LONGEST_HELD = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final SseLines lines = new SseLines(new Events());
  private final JsonStream json = new JsonStream(TABLE, new Chunk());
  private byte[] held = NOTHING;
  private int heldTo;
  private boolean decided; // the event is not the extra chunk
  private boolean choices;
  private boolean usage;
  private boolean dropped; // the last event
  private boolean lineEndCut; // its CRLF may have its LF in the next piece

  private byte[] piece = NOTHING;
  private int pieceTo;
  private int start; // first byte of the piece that has not gone on
  private int eventStart; // where the event begins that is being read
  private Sink sink = (bytes, from, to) -> {};

  /** Hands the bytes on, or holds them until they are known not to belong to the chunk. */
  public void filter(byte[] bytes, int from, int to, Sink sink) {
    if (from == to) return;
    this.piece = bytes;
    this.sink = sink;
    this.pieceTo = to;
    start = from;
    eventStart = from;
    if (lineEndCut && bytes[from] == '\n') {
      eventStart++;
      if (dropped) start++;
    }
    lineEndCut = false;
    lines.read(bytes, from, to);
    pass(decided ? to : eventStart);
    if (start < to) hold(to);
  }

  /** The stream has ended: what is still held goes on, unless it is the chunk. */
  public void end(Sink sink) {
    if (heldTo > 0 && !isExtra()) sink.accept(held, 0, heldTo);
    heldTo = 0;
  }

  private boolean isExtra() {
    return !decided && choices && usage && json.complete();
  }

  private void pass(int to) {
    if (to <= start) return;
    if (heldTo > 0) sink.accept(held, 0, heldTo);
    heldTo = 0;
    sink.accept(piece, start, to);
    start = to;
  }

  private void hold(int to) {
    int length = heldTo + to - start;
    if (length > LONGEST_HELD) {
      decided = true;
      pass(to);
      return;
    }
    if (length > held.length) held = Arrays.copyOf(held, Math.max(length, 1024));
    System.arraycopy(piece, start, held, heldTo, to - start);
    heldTo = length;
    start = to;
  }

  private final class Events implements SseLines.Sink {
    @Override
    public void data(byte[] bytes, int from, int to) {
      if (!decided) json.read(bytes, from, to);
    }

    @Override
    public void event(int end) {
      dropped = isExtra();
      if (dropped) {
        pass(eventStart);
        heldTo = 0;
        start = end;
      }
      lineEndCut = end == pieceTo && piece[end - 1] == '\r';
      eventStart = end;
      decided = choices = usage = false;
      json.reset();
    }
  }

  private final class Chunk implements JsonStream.Listener {
    @Override
    public void array(Slot slot) {
      choices |= slot == Slot.CHOICES;
    }

    @Override
    public void open(Slot slot) {
      if (slot == Slot.CHOICES) decided = true;
      else if (slot == Slot.USAGE) usage = true;
    }
  }
}
