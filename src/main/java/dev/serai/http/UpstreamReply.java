package dev.serai.http;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Headers;
import dev.serai.call.Reply;
import dev.serai.call.Reservation;
import dev.serai.dialects.EventEnds;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.ReplyReaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider's reply. Its start is held back until it is clear that it is one: the first content of
 * a stream, the whole of a reply that is not streamed. Then it is paused until a {@link Sink} takes
 * it.
 */
public final class UpstreamReply implements Reply.Opened {
  private static final Logger log = LoggerFactory.getLogger(UpstreamReply.class);
  private static final String CANCELLED = "cancelled";
  private static final int HOLD_STREAM_BYTES = 64 * 1024;

  private final Call call;
  private final Candidate candidate;
  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final @Nullable ConnectionUse use;
  private final GatewaySettings settings;
  private final ReplyReader reader;
  private final boolean streamed;
  private final boolean encoded;
  private final boolean events;

  /**
   * Whoever takes the stream reads it too, so that it is read no further than it may go on: see
   * {@link MeteredStream}.
   */
  private final boolean readBySink;

  private final @Nullable Unzip unzip;
  private final Loop loop;
  private final Inflow inflow;
  private final List<Buffer> held = new ArrayList<>(4);
  private final Deadlines.Deadline idle;
  private Deadlines.@Nullable Deadline holding;
  private @Nullable Runnable released;
  private @Nullable Consumer<String> brokenWhileHeld;
  private @Nullable Sink sink;
  private @Nullable Consumer<@Nullable String> over;
  private final EventEnds heldEnds = new EventEnds();
  private long heldBytes;
  private long heldRead;
  private long firstByteAt;
  private boolean paused;
  private boolean ended;
  private boolean endRead;
  private @Nullable String broken;

  UpstreamReply(
      Call call,
      Candidate candidate,
      HttpClientRequest request,
      HttpClientResponse response,
      @Nullable ConnectionUse use,
      GatewaySettings settings,
      Loop loop) {
    this.call = call;
    this.candidate = candidate;
    this.request = request;
    this.response = response;
    this.use = use;
    this.settings = settings;
    this.loop = loop;
    this.inflow = new Inflow(response, loop, this::broken);
    String type = response.getHeader("content-type");
    this.streamed =
        response.statusCode() < 300
            && (call.asked().stream() || (type != null && type.startsWith("text/event-stream")));
    String encoding = response.getHeader("content-encoding");
    this.encoded = encoding != null && !encoding.equalsIgnoreCase("identity");
    this.events = streamed && !encoded && (type == null || !type.startsWith("application/json"));
    this.readBySink = events && metered();
    this.unzip = encoding == null || !encoded ? null : Unzip.of(encoding);
    this.reader = ReplyReaders.of(call.operation(), streamed);
    this.idle =
        loop.deadlines()
            .in(
                candidate.provider().timeouts().idle().toMillis(),
                () ->
                    broken(
                        "no bytes for "
                            + candidate.provider().timeouts().idle().toSeconds()
                            + " s"));
  }

  /** Takes a reply's bytes once it is released. All on the call's event loop. */
  interface Sink {
    /**
     * @param read how many of its bytes the reader has seen; the sink has it see the others
     */
    void chunk(Buffer chunk, int read);

    /** Has the reader see the end, after everything before it. */
    void ended();

    void broken(String reason);
  }

  void hold(Consumer<UpstreamReply> whenReleased, Consumer<String> whenBroken) {
    released = () -> whenReleased.accept(this);
    brokenWhileHeld = whenBroken;
    response.handler(this::taken);
    response.endHandler(this::finished);
    if (streamed) holding = loop.deadlines().in(settings.holdStream().toMillis(), this::release);
  }

  private void taken(Buffer chunk) {
    try {
      chunk(chunk);
    } catch (RuntimeException e) {
      unread(e);
    }
  }

  private void finished(Void end) {
    try {
      end();
    } catch (RuntimeException e) {
      unread(e);
    }
  }

  /** Thrown into Vert.x, nobody would hear of it and the client would wait. */
  void unread(RuntimeException e) {
    log.atError().addKeyValue("request", call.id()).setCause(e).log("a reply was not read");
    ended = false;
    broken("failed in the gateway");
  }

  /** Hands over everything held, then the rest as it comes. */
  void to(Sink newSink) {
    long read = readBySink ? heldRead : heldBytes;
    for (Buffer chunk : held) {
      newSink.chunk(chunk, (int) Math.min(Math.max(read, 0), chunk.length()));
      read -= chunk.length();
    }
    held.clear();
    sink = newSink;
    if (broken != null) newSink.broken(broken);
    else if (ended) newSink.ended();
    else if (!paused) inflow.start();
  }

  /** Everything held, as one buffer that shares the chunks' memory. */
  Buffer takeHeld() {
    if (held.size() == 1) return held.getFirst();
    return Buffer.buffer(
        Unpooled.wrappedBuffer(held.stream().map(Buffer::getByteBuf).toArray(ByteBuf[]::new)));
  }

  /** Until the client reads on; the provider's silence is not its own meanwhile. */
  void pause() {
    paused = true;
    if (ended || broken != null) return;
    inflow.stop();
    idle.rest();
  }

  void resume() {
    paused = false;
    if (ended || broken != null) return;
    idle.renew(candidate.provider().timeouts().idle().toMillis());
    inflow.start();
  }

  /** Drops the connection: the provider stops at once, nothing is billed on. */
  public void cancel() {
    idle.met();
    if (holding != null) holding.met();
    sink = null;
    if (ended || broken != null) return;
    broken = CANCELLED;
    tellOver();
    request.reset(8);
  }

  /**
   * Told once when the provider's message has ended, broken off or been dropped: the connection is
   * not this call's any more.
   *
   * @param run gets why it broke off, null when it has ended or was dropped by us
   */
  public void whenOver(Consumer<@Nullable String> run) {
    over = run;
    if (ended || broken != null) tellOver();
  }

  private void tellOver() {
    if (unzip != null) unzip.close();
    Consumer<@Nullable String> tell = over;
    over = null;
    if (tell != null) tell.accept(CANCELLED.equals(broken) ? null : broken);
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  public Candidate candidate() {
    return candidate;
  }

  public Headers headers() {
    return new HeadersView(response.headers());
  }

  public ReplyReader reader() {
    return reader;
  }

  public boolean streamed() {
    return streamed;
  }

  /** Compressed, although none was asked for: the bytes pass as they are. */
  boolean encoded() {
    return encoded;
  }

  /** Server-sent events that can be read, and told apart. */
  boolean events() {
    return events;
  }

  /** A stream that has to stay within a reservation. */
  boolean metered() {
    return streamed && call.operation().metered() && call.reservation() != Reservation.NONE;
  }

  /** In an encoding that nobody here reads. */
  boolean opaque() {
    return encoded && (unzip == null || unzip.unreadable());
  }

  /** Of a message that has ended: its content has not, as far as it can be read. */
  boolean unended() {
    if (response.statusCode() >= 300 || opaque()) return false;
    if (unzip != null && !streamed) return !unzip.whole();
    return reader.phase() == ReplyReader.Phase.CONTENT
        || reader.phase() == ReplyReader.Phase.PRELUDE;
  }

  /** The provider has ended its message; everything is held. */
  public boolean complete() {
    return ended;
  }

  /** Epoch microseconds of the first byte of the body, 0 without one. */
  public long firstByteAt() {
    return firstByteAt;
  }

  /** What is held, as one text: the body of an error, for judging it. At most {@code max} bytes. */
  public byte[] heldBody(int max) {
    Buffer all = Buffer.buffer();
    for (Buffer chunk : held) if (all.length() < max) all.appendBuffer(chunk);
    return all.getBytes(0, Math.min(max, all.length()));
  }

  private void chunk(Buffer chunk) {
    if (firstByteAt == 0) firstByteAt = System.currentTimeMillis() * 1000;
    idle.renew(candidate.provider().timeouts().idle().toMillis());
    if (!readBySink) read(chunk);
    if (unzip != null && unzip.damaged()) {
      broken("it is not compressed as it says");
      return;
    }
    if (sink != null) {
      sink.chunk(chunk, readBySink ? 0 : chunk.length());
      return;
    }
    held.add(chunk);
    heldBytes += chunk.length();
    if (released == null) return;
    if (readBySink) readToContent(Piece.of(chunk));
    boolean enough =
        streamed
            ? reader.phase() != ReplyReader.Phase.PRELUDE
                || heldBytes > HOLD_STREAM_BYTES
                || opaque()
            : heldBytes > settings.holdReply().toBytes();
    if (enough) release();
  }

  private void read(Buffer chunk) {
    if (response.statusCode() >= 300 || opaque()) return;
    if (unzip != null) {
      unzip.read(chunk.getBytes(), reader);
      return;
    }
    Piece piece = Piece.of(chunk);
    piece.read(reader, 0, piece.length());
  }

  /** All before has been read: the first content ends this. */
  private void readToContent(Piece piece) {
    int at = 0;
    while (at < piece.length() && reader.phase() == ReplyReader.Phase.PRELUDE) {
      int to = piece.eventEnd(heldEnds, at);
      piece.read(reader, at, to);
      at = to;
    }
    heldRead += at;
  }

  /** For the sink: what it was not given as read. */
  void read(Piece piece, int from, int to) {
    piece.read(reader, from, to);
  }

  /** For the sink, when it has seen everything. */
  void readEnd() {
    if (endRead || response.statusCode() >= 300) return;
    endRead = true;
    reader.end();
  }

  private void end() {
    if (ended || broken != null) return;
    ended = true;
    if (use != null) use.over();
    tellOver();
    idle.met();
    if (!readBySink || sink == null && reader.phase() == ReplyReader.Phase.PRELUDE) readEnd();
    if (sink != null) sink.ended();
    else if (streamed && reader.phase() == ReplyReader.Phase.PRELUDE && !opaque())
      brokenBeforeContent("the stream ended before its first content");
    else if (!streamed && unended()) brokenBeforeContent("the reply is no whole JSON text");
    else release();
  }

  private void broken(String reason) {
    if (ended || broken != null) return;
    broken = reason;
    tellOver();
    idle.met();
    request.reset(8);
    if (sink != null) sink.broken(reason);
    else brokenBeforeContent(reason);
  }

  private void brokenBeforeContent(String reason) {
    if (holding != null) holding.met();
    released = null;
    Consumer<String> tell = brokenWhileHeld;
    brokenWhileHeld = null;
    if (tell != null) tell.accept(reason);
  }

  private void release() {
    Runnable tell = released;
    if (tell == null) return;
    released = null;
    brokenWhileHeld = null;
    if (holding != null) holding.met();
    if (!ended) inflow.stop();
    tell.run();
  }
}
