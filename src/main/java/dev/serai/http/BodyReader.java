package dev.serai.http;

import dev.serai.call.Refusal;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one request body into one array: one copy, off the socket's buffers. */
final class BodyReader {
  private static final int FIRST = 64 * 1024;
  private static final byte[] EMPTY = new byte[0];

  private final long max;
  private final Bodies bodies;
  private final Consumer<Refusal> refused;
  private byte[] body = EMPTY;
  private int length;
  private boolean over; // refused, whole or gone: what was taken is settled

  private BodyReader(long max, Bodies bodies, Consumer<Refusal> refused) {
    this.max = max;
    this.bodies = bodies;
    this.refused = refused;
  }

  /**
   * Calls exactly one of {@code whole}, {@code refused} and {@code malformed}; none when the client
   * leaves first. What was taken from {@code bodies} is the body's length when {@code whole} is
   * called. The rest of a refused body is read and thrown away, or the client would never read the
   * answer.
   *
   * @param malformed gets what is wrong with a body that is no proper HTTP; nothing follows it
   * @param ended called once, when nothing more will come: before {@code whole}, at the end of a
   *     refused body, or when the client has left
   */
  static void read(
      HttpServerRequest request,
      long max,
      Bodies bodies,
      Consumer<byte[]> whole,
      Consumer<Refusal> refused,
      Consumer<Throwable> malformed,
      Runnable ended) {
    BodyReader reader = new BodyReader(max, bodies, refused);
    request.handler(reader::chunk);
    request.exceptionHandler(
        gone -> {
          boolean answered = reader.over;
          reader.drop();
          ended.run();
          if (!answered && Malformed.is(gone)) malformed.accept(gone);
        });
    request.endHandler(
        end -> {
          ended.run();
          if (!reader.over) whole.accept(reader.exact());
        });
    Refusal tooLarge = announcedTooLarge(request, max);
    if (tooLarge != null) {
      reader.over = true;
      refused.accept(tooLarge);
    } else {
      reader.grow((int) Math.min(Math.max(announced(request), 0), FIRST));
    }
  }

  /** Null when the length that the head gives, if it gives one, is taken. */
  static @Nullable Refusal announcedTooLarge(HttpServerRequest request, long max) {
    return announced(request) > max ? tooLarge(max) : null;
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    if (length == null) return -1;
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void chunk(Buffer buffer) {
    if (over) return;
    ByteBuf bytes = buffer.getByteBuf();
    int more = bytes.readableBytes();
    if ((long) length + more > max) {
      drop();
      refused.accept(tooLarge(max));
      return;
    }
    if (length + more > body.length
        && !grow(Math.max(length + more, (int) Math.min(max, body.length * 2L)))) return;
    bytes.getBytes(bytes.readerIndex(), body, length, more);
    length += more;
  }

  private boolean grow(int size) {
    if (!bodies.take(size - body.length)) {
      drop();
      refused.accept(
          new Refusal(
              Refusal.Reason.OVERLOADED,
              "The gateway holds too many large requests at the moment. Try again.",
              1,
              java.util.Map.of()));
      return false;
    }
    body = Arrays.copyOf(body, size);
    return true;
  }

  private byte[] exact() {
    over = true; // whoever has the body now gives it back
    bodies.give(body.length - length);
    byte[] whole = body.length == length ? body : Arrays.copyOf(body, length);
    body = EMPTY; // the request keeps us as long as its answer lasts
    return whole;
  }

  private void drop() {
    if (over) return;
    over = true;
    bodies.give(body.length);
    body = EMPTY;
  }

  private static Refusal tooLarge(long max) {
    return new Refusal(
        Refusal.Reason.TOO_LARGE,
        "The request body is larger than "
            + max / (1024 * 1024)
            + " MB, the most that this gateway takes.");
  }
}
