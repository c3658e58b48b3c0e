package dev.serai.dialects;

import dev.serai.call.Usage;
import java.nio.charset.StandardCharsets;

/**
 * What all readers share: the framing (events or one JSON text, told apart by the first byte, since
 * a stream may be answered with either) and the phases. A dialect adds its table of paths and its
 * arithmetic.
 */
abstract class JsonReply implements ReplyReader, JsonStream.Listener, SseLines.Sink {
  private static final int BYTES_PER_TOKEN = 4;

  private enum Framing {
    UNKNOWN,
    EVENTS,
    TEXT
  }

  final Figures figures = new Figures();
  private final boolean streamed;
  private final Slot saysMost;
  private final JsonStream json;
  private final SseLines lines = new SseLines(this);
  private Framing framing = Framing.UNKNOWN;
  private Phase phase = Phase.PRELUDE;
  private boolean reported;
  private boolean exact;
  private long textBytes;
  private String model = "";
  private String finish = "";
  private String error = "";
  private boolean saidMost;
  private boolean foreign;

  /**
   * @param saysMost which of an error's words is reported when there are several
   */
  JsonReply(Path table, boolean streamed, Slot saysMost) {
    this.json = new JsonStream(table, this);
    this.streamed = streamed;
    this.saysMost = saysMost;
  }

  /** Buckets from the figures reported so far. */
  abstract Usage buckets();

  /** The event (or the whole text) has been read to its end. */
  void settled() {}

  @Override
  public final void read(byte[] bytes, int from, int to) {
    int i = framing == Framing.UNKNOWN ? begin(bytes, from, to) : from;
    if (i == to) return;
    if (framing == Framing.EVENTS) lines.read(bytes, i, to);
    else json.read(bytes, i, to);
  }

  /**
   * White space before a JSON text keeps a connection alive and says nothing; no more does a byte
   * order mark, the only thing outside ASCII that may stand there.
   */
  private int begin(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] <= ' ') i++;
    if (i == to) return i;
    boolean text = !streamed || bytes[i] == '{' || bytes[i] == '[';
    framing = text ? Framing.TEXT : Framing.EVENTS;
    foreign = text && bytes[i] != '{' && bytes[i] != '[';
    if (!streamed) shown();
    return i;
  }

  @Override
  public void data(byte[] bytes, int from, int to) {
    json.read(bytes, from, to);
  }

  @Override
  public void event(int end) {
    json.reset();
  }

  @Override
  public final void end() {
    boolean whole = !streamed && !foreign && json.complete();
    if (streamed ? !finish.isEmpty() : whole) ended();
    if (whole && reported) exact = true;
  }

  @Override
  public void close(Slot slot) {
    if (slot != Slot.DOCUMENT) return;
    settled();
    if (reported && (!finish.isEmpty() || phase == Phase.ENDED)) exact = true;
  }

  final void shown() {
    if (phase == Phase.PRELUDE) phase = Phase.CONTENT;
  }

  final void ended() {
    if (phase != Phase.ERROR) phase = Phase.ENDED;
  }

  final void failed(String word) {
    if (phase != Phase.ENDED) phase = Phase.ERROR;
    if (error.isEmpty()) error = word;
  }

  final void finished(String word) {
    finish = word;
  }

  final void reported() {
    reported = true;
  }

  @Override
  public void open(Slot slot) {
    switch (slot) {
      case SHOWN -> shown();
      case ERROR -> failed("");
      case USAGE -> {
        reported();
        figures.clear();
      }
      default -> {}
    }
  }

  @Override
  public void number(Slot slot, long value) {
    switch (slot) {
      case TEXT, SHOWN -> shown();
      case FINISH -> finished(Long.toString(value));
      case ERROR_CODE, ERROR_STATUS -> failed(Long.toString(value));
      default -> figures.set(slot, value);
    }
  }

  @Override
  public void text(Slot slot, byte[] word, int captured, long length) {
    if (length <= 0) return;
    switch (slot) {
      case TEXT -> {
        textBytes += length;
        shown();
      }
      case SHOWN -> shown();
      case MODEL -> {
        if (model.isEmpty()) model = word(word, captured);
      }
      case FINISH -> finished(word(word, captured));
      case ERROR -> failed("error");
      case ERROR_TYPE, ERROR_CODE, ERROR_STATUS -> errorWord(slot, word(word, captured));
      default -> {}
    }
  }

  private void errorWord(Slot slot, String word) {
    failed(word);
    if (slot != saysMost || saidMost) return;
    saidMost = true;
    error = word;
  }

  static String word(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public final Phase phase() {
    return phase;
  }

  @Override
  public Usage usage() {
    if (!exact && !streamed && !error.isEmpty()) return Usage.NONE;
    Usage known = buckets();
    if (exact) return known;
    long text = textBytes + json.unended(Slot.TEXT); // of which a broken reply may be all
    long unseen = Math.max(0, text / BYTES_PER_TOKEN - known.outputTotal());
    return new Usage(
        known.input(),
        known.inputAudio(),
        known.cacheRead(),
        known.cacheReadAudio(),
        known.cacheWrite5m(),
        known.cacheWrite1h(),
        known.output() + unseen,
        known.reasoning(),
        known.outputAudio(),
        known.webSearches(),
        true);
  }

  @Override
  public final long outputSoFar() {
    return textBytes / BYTES_PER_TOKEN;
  }

  @Override
  public final String model() {
    return model;
  }

  @Override
  public final String finish() {
    return finish;
  }

  @Override
  public final String error() {
    return error;
  }
}
