package dev.serai.http;

import dev.serai.call.Reservation;
import dev.serai.dialects.EventEnds;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream on as far as its reservation reaches, event by event however the network cut them.
 * When nothing is left in memory the provider is paused and the reservation asked for more. If
 * there is none, the event in which it ran out is still sent to its end, since its tokens are
 * billed and a client can read the reason only between two events; nothing after it is read, sent
 * or counted. A stream without readable events (compressed, or one JSON text) is metered piece by
 * piece. On the call's event loop.
 */
final class MeteredStream {
  /** The reservation answers within two seconds; this is for one that breaks its word. */
  private static final long PATIENCE_MILLIS = 5_000;

  /** A last event that does not end is cut. Pictures travel in one event. */
  private static final int MOST_LATE = 16 * 1024 * 1024;

  /** The side that sends. */
  interface Client {
    void send(Buffer piece);

    /** Pauses or resumes the provider as things stand. */
    void flow();

    /** The stream is over: nothing is left. */
    void exhausted();
  }

  private enum State {
    OPEN,
    ASKING,
    /** Only the event that is being sent goes on. */
    LAST
  }

  private record Waiting(Buffer chunk, int from, int read) {}

  private final UpstreamReply reply;
  private final Reservation reservation;
  private final Inbound inbound;
  private final Client client;
  private final EventEnds ends = new EventEnds();

  /** No more than what was held before the stream began: a paused provider sends nothing. */
  private final Deque<Waiting> waiting = new ArrayDeque<>(2);

  private State state = State.OPEN;
  private Buffer event = Buffer.buffer();
  private int late;
  private @Nullable Runnable end;
  private Deadlines.@Nullable Deadline overdue;
  private boolean closed;

  MeteredStream(UpstreamReply reply, Reservation reservation, Inbound inbound, Client client) {
    this.reply = reply;
    this.reservation = reservation;
    this.inbound = inbound;
    this.client = client;
  }

  /**
   * @param read how many of its bytes the reply's reader has seen
   */
  void chunk(Buffer chunk, int read) {
    if (asking()) waiting.add(new Waiting(chunk, 0, read));
    else pass(chunk, 0, read);
  }

  boolean asking() {
    return state == State.ASKING;
  }

  /**
   * The provider has ended or broken the stream.
   *
   * @param then what to do about it, once everything before has gone on
   * @return false when that is now
   */
  boolean defer(Runnable then) {
    if (state == State.OPEN) return false;
    if (asking()) end = then;
    else client.exhausted();
    return true;
  }

  /** The call is over; an answer that still comes is nobody's. */
  void close() {
    closed = true;
    waiting.clear();
    if (overdue != null) overdue.met();
  }

  private void pass(Buffer chunk, int from, int read) {
    Piece piece = Piece.of(chunk);
    int sent = from;
    int at = from;
    while (at < piece.length()) {
      int to = reply.events() ? piece.eventEnd(ends, at) : piece.length();
      if (to > read) reply.read(piece, Math.max(at, read), to);
      if (state == State.LAST) {
        late += to - at;
        if (whole() || late > MOST_LATE) {
          send(chunk, sent, to);
          client.exhausted();
          return;
        }
      } else if (!reservation.extend(reply.reader().outputSoFar())) {
        send(chunk, sent, at);
        event = chunk.slice(at, to);
        if (to < piece.length()) waiting.addFirst(new Waiting(chunk, to, read));
        ask();
        return;
      }
      at = to;
    }
    send(chunk, sent, at);
  }

  private void send(Buffer chunk, int from, int to) {
    if (to > from) client.send(to - from == chunk.length() ? chunk : chunk.slice(from, to));
  }

  private boolean whole() {
    return ends.between() || !reply.events();
  }

  private void ask() {
    state = State.ASKING;
    client.flow();
    overdue = Loop.current().deadlines().in(PATIENCE_MILLIS, () -> answered(false));
    reservation
        .replenish(reply.reader().outputSoFar())
        .whenComplete((more, failure) -> inbound.onLoop(() -> answered(Boolean.TRUE.equals(more))));
  }

  private void answered(boolean more) {
    if (closed || !asking()) return;
    if (overdue != null) overdue.met();
    state = more ? State.OPEN : State.LAST;
    try {
      goOn();
    } catch (RuntimeException e) {
      reply.unread(e);
    }
  }

  private void goOn() {
    client.send(event);
    if (state == State.LAST && whole()) {
      client.exhausted();
      return;
    }
    while (!closed && !asking() && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      pass(next.chunk(), next.from(), next.read());
    }
    if (closed || asking()) return;
    Runnable then = end;
    end = null;
    if (then != null) then.run();
    else client.flow();
  }
}
