package dev.serai.http;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Provider;
import dev.serai.call.UpstreamFailure;
import dev.serai.call.UpstreamFailure.Kind;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens one exchange with a provider: sends the request, waits for the reply's start, holds it. One
 * per attempt, on the call's event loop.
 */
public final class Upstream {
  /** The provider has not begun with the request (RFC 9113, 8.7). */
  private static final long REFUSED_STREAM = 7;

  private final Call call;
  private final Candidate candidate;
  private final GatewaySettings settings;
  private final Loop loop;
  private final Consumer<UpstreamReply> opened;
  private final Consumer<UpstreamFailure> failed;
  private final Deadlines.Deadline firstByte;
  private final Client client;
  private @Nullable ConnectionUse use;
  private boolean refused;
  private @Nullable HttpClientRequest request;
  private @Nullable UpstreamReply reply;
  private boolean done;

  private Upstream(
      Call call,
      Candidate candidate,
      boolean afresh,
      @Nullable Duration mayTake,
      GatewaySettings settings,
      Consumer<UpstreamReply> opened,
      Consumer<UpstreamFailure> failed) {
    this.call = call;
    this.candidate = candidate;
    this.settings = settings;
    this.opened = opened;
    this.failed = failed;
    this.loop = Loop.current();
    this.client = loop.clients().of(candidate.provider(), afresh);
    Provider.Timeouts timeouts = candidate.provider().timeouts();
    Duration given = call.asked().stream() ? timeouts.firstByteStreamed() : timeouts.firstByte();
    long wait = (mayTake == null || given.compareTo(mayTake) < 0 ? given : mayTake).toMillis();
    this.firstByte =
        loop.deadlines().in(wait, () -> fail(Kind.TIMEOUT, "no answer within " + wait + " ms"));
  }

  /**
   * Sends the attempt. Exactly one of the two is called: {@code opened} with a reply whose start is
   * known and whose failure can still be hidden from the client, or {@code failed}.
   *
   * @param afresh on a connection of its own instead of a pooled one
   * @param mayTake the longest until the first byte, where that is less than the provider may take
   * @param extra headers that the provider's route sets
   * @throws IllegalStateException when the request cannot be put together; neither is called then
   * @return cancels the attempt; harmless after its end
   */
  public static Runnable open(
      Call call,
      Candidate candidate,
      boolean afresh,
      @Nullable Duration mayTake,
      String spanId,
      Map<String, Object> extra,
      GatewaySettings settings,
      Consumer<UpstreamReply> opened,
      Consumer<UpstreamFailure> failed) {
    Buffer body = UpstreamRequest.body(call, candidate);
    RequestOptions options = options(call, candidate, spanId, extra, body.length());
    Upstream upstream = new Upstream(call, candidate, afresh, mayTake, settings, opened, failed);
    upstream.send(options, body);
    return upstream::cancel;
  }

  private static RequestOptions options(
      Call call, Candidate candidate, String spanId, Map<String, Object> extra, int length) {
    try {
      return UpstreamRequest.options(call, candidate, spanId, extra, length);
    } catch (RuntimeException unfit) {
      // neither message nor cause: they may repeat the header, and with it the credential
      throw new IllegalStateException(
          "the request cannot be made: the provider's base-url, its credential or a header of its"
              + " route has characters that do not belong there ("
              + unfit.getClass().getSimpleName()
              + ")");
    }
  }

  private void send(RequestOptions options, Buffer body) {
    try {
      client
          .http()
          .request(options)
          .onComplete(
              connected -> {
                if (done) {
                  if (connected.succeeded()) unused(connected.result());
                } else if (connected.succeeded()) {
                  write(connected.result(), options, body);
                } else {
                  fail(
                      busy(connected.cause()) ? Kind.BUSY : Kind.CONNECT,
                      reason(connected.cause()));
                }
              });
    } catch (RuntimeException e) {
      fail(Kind.CONNECT, e.getClass().getSimpleName());
    }
  }

  /** All connections were taken, and nobody gave one back in time; or there may be no more. */
  private boolean busy(Throwable cause) {
    return cause instanceof ConnectionPoolTooBusyException
        || cause instanceof TimeoutException && client.full(candidate.provider())
        || OpenFiles.usedUp(cause);
  }

  /** Of HTTP/2, Vert.x would count a stream that never began as one of its connection for ever. */
  private void unused(HttpClientRequest connected) {
    connected.exceptionHandler(gone -> {}); // else Vert.x logs it
    ProviderConnection connection =
        ProviderConnection.of(connected.connection(), client, candidate.provider());
    if (connection != null && connection.multiplexed()) connection.retire();
    else connected.reset(8);
  }

  private void write(HttpClientRequest connected, RequestOptions options, Buffer body) {
    use = ConnectionUse.begin(connected.connection(), client, candidate.provider());
    if (use != null && use.connection().old()) {
      connected.exceptionHandler(closed -> {}); // else Vert.x logs it
      use.connection().retire();
      use = null;
      options.getHeaders().remove(HttpHeaders.PROXY_AUTHORIZATION); // Vert.x adds it each time
      send(options, body);
      return;
    }
    request = connected;
    connected.exceptionHandler(this::broken);
    Promise<HttpClientResponse> answered = Promise.promise();
    connected.response().onComplete(answered);
    try {
      connected.end(body);
    } catch (RuntimeException e) {
      fail(Kind.BROKEN, e.getClass().getSimpleName());
      return;
    }
    answered
        .future()
        .onComplete(
            response -> {
              if (done) return;
              if (response.succeeded()) hold(connected, response.result());
              else broken(response.cause());
            });
  }

  private void hold(HttpClientRequest connected, HttpClientResponse response) {
    if (response.statusCode() < 200) { // Vert.x takes 100 and 103 for what they are, no other
      response.exceptionHandler(reset -> {}); // else Vert.x logs that we drop it
      fail(Kind.BROKEN, "status " + response.statusCode() + ", which was not asked for");
      return;
    }
    if (use != null && use.silent()) { // it lay behind somebody else's reply
      response.exceptionHandler(reset -> {}); // as above
      fail(Kind.BROKEN, "a reply that was there before the request");
      return;
    }
    firstByte.met();
    reply = new UpstreamReply(call, candidate, connected, response, use, settings, loop);
    reply.hold(
        held -> {
          if (done) return;
          done = true;
          opened.accept(held);
        },
        broken -> fail(Kind.BROKEN, broken));
  }

  private void broken(Throwable cause) {
    refused |= cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    refused |= use != null && request != null && use.connection().disowned(request.streamId());
    fail(Kind.BROKEN, reason(cause));
  }

  private void cancel() {
    if (done) return;
    fail(Kind.BROKEN, "cancelled");
  }

  private void fail(Kind kind, String message) {
    if (done) return;
    done = true;
    firstByte.met();
    if (reply != null) reply.cancel();
    else if (request != null) request.reset(8);
    if (kind == Kind.TIMEOUT && use != null && use.silent() && use.connection().multiplexed())
      use.connection().retire(); // nobody may be there, and the next calls would wait as long
    failed.accept(
        kind == Kind.BROKEN && wasDead()
            ? UpstreamFailure.stale(message)
            : new UpstreamFailure(kind, message));
  }

  /**
   * Whether the request may be sent again although it is a POST. A connection may be closed by the
   * other side while it lies in the pool, and that is only noticed when it is used; the provider
   * has not seen the request then. Nobody can tell this for certain (RFC 9110, 9.2.2), so all has
   * to speak for it: the connection had served before; not one byte has come back on it since, not
   * even of an interim reply; and it broke within the time that a connection may take to be made,
   * whereas a provider that had begun would have been at it for longer. If it was at it all the
   * same, a prompt is paid twice, which is all that a repeated completion does; an idempotency-key
   * of the client goes along unchanged, so that a provider that knows them answers the first. An
   * HTTP/2 stream that was refused, or lies behind the last one that a provider that goes away
   * names, is said to be unseen.
   */
  private boolean wasDead() {
    if (refused) return reply == null;
    return use != null
        && use.pooled()
        && reply == null
        && use.silent(candidate.provider().timeouts().connect().toNanos());
  }

  /** A cause without addresses or bodies. */
  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null || message.length() > 120 ? "" : ": " + message);
  }
}
