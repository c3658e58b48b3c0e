package dev.serai.http;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Cost;
import dev.serai.call.EndedCall;
import dev.serai.call.LocalReply;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Usage;
import dev.serai.dialects.Errors;
import dev.serai.dialects.EventEnds;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.UsageChunkFilter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a provider's reply to the client as it comes, with back-pressure, and ends the call: {@code
 * settle} runs exactly once, before the last byte. A client that leaves cancels the provider; a
 * provider that breaks never looks like a normal end.
 */
public final class ReplyWriter implements UpstreamReply.Sink, MeteredStream.Client {
  /** What the usage of a call costs at the candidate that served it. */
  public interface Pricing {
    /**
     * @param served the model as the reply names it, empty when it does not
     */
    Cost price(Call call, Candidate candidate, String served, Usage usage);
  }

  private static final Buffer LINE_FEED = Buffer.buffer("\n");

  private final Inbound inbound;
  private final Call call;
  private final UpstreamReply reply;
  private final Pricing pricing;
  private final Consumer<EndedCall> settle;
  private final HttpServerResponse response;
  private final @Nullable UsageChunkFilter filter;
  private final @Nullable MeteredStream meter;
  private int lastBytes;

  /** Body bytes still to be sent, where the client was told how many there are. */
  private long left = Long.MAX_VALUE;

  /** With these the client has all: they wait until the call is settled. */
  private @Nullable Buffer last;

  private boolean done;

  private ReplyWriter(
      Inbound inbound,
      Call call,
      UpstreamReply reply,
      Pricing pricing,
      Consumer<EndedCall> settle) {
    this.inbound = inbound;
    this.call = call;
    this.reply = reply;
    this.pricing = pricing;
    this.settle = settle;
    this.response = inbound.response();
    boolean hidden =
        reply.streamed()
            && !reply.encoded()
            && call.asked().usageOption().needed()
            && reply.candidate().provider().asksUsage();
    this.filter = hidden ? new UsageChunkFilter() : null;
    this.meter =
        reply.metered() ? new MeteredStream(reply, call.reservation(), inbound, this) : null;
  }

  /** Starts sending; returns at once. */
  public static void write(
      Inbound inbound,
      Call call,
      UpstreamReply reply,
      Pricing pricing,
      Consumer<EndedCall> settle) {
    ReplyWriter writer = new ReplyWriter(inbound, call, reply, pricing, settle);
    call.cancellation().onCancel(() -> inbound.onLoop(writer::cancelled));
    if (writer.done) return;
    if (reply.complete() && !reply.streamed()) writer.whole();
    else writer.piped();
  }

  /** A reply made here. Chunks after the first are flushed one by one. */
  public static void write(Inbound inbound, Call call, LocalReply reply) {
    HttpServerResponse response = inbound.response();
    if (gone(response)) return;
    headers(response, call.id(), reply);
    response.putHeader("traceparent", call.trace().traceparent(call.trace().spanId()));
    call.reservation().headers().forEach(response::putHeader);
    body(response, reply);
  }

  /** A reply made here to a request that never became a call. */
  public static void write(Inbound inbound, String requestId, LocalReply reply) {
    HttpServerResponse response = inbound.response();
    if (gone(response)) return;
    headers(response, requestId, reply);
    body(response, reply);
  }

  private static void headers(HttpServerResponse response, String requestId, LocalReply reply) {
    response.setStatusCode(reply.status()).putHeader("content-type", reply.contentType());
    reply.headers().forEach(response::putHeader);
    response.putHeader("x-serai-request-id", requestId);
  }

  private static void body(HttpServerResponse response, LocalReply reply) {
    if (reply.chunks().size() == 1) {
      response.end(Buffer.buffer(reply.chunks().getFirst()));
      return;
    }
    response.setChunked(true);
    for (byte[] chunk : reply.chunks()) response.write(Buffer.buffer(chunk));
    response.end();
  }

  /** Everything is here already: the cost is known before the headers go. */
  private void whole() {
    EndedCall ended = ended(outcome(), reply.status());
    headers();
    if (ended.cost().known() && reply.status() < 300)
      response.putHeader("x-serai-cost-usd", usd(ended.cost()));
    Buffer body = reply.takeHeld();
    if (reply.status() >= 400 && !reply.encoded()) body = AccountIds.hidden(body);
    response.putHeader("content-length", Integer.toString(body.length()));
    done = true;
    settle.accept(ended);
    if (!response.closed()) response.end(body);
  }

  private void piped() {
    call.request().body().release(); // content goes out: no other candidate will be asked
    headers();
    String length = reply.headers().get("content-length");
    if (length != null && !reply.streamed()) {
      response.putHeader("content-length", length);
      left = Long.parseLong(length); // Vert.x has read it as such
    } else {
      response.setChunked(true);
    }
    if (reply.streamed()) response.putHeader("x-accel-buffering", "no");
    reply.to(this);
  }

  @Override
  public void chunk(Buffer chunk, int read) {
    if (done) return;
    if (meter == null) send(chunk);
    else meter.chunk(chunk, read);
    if (!done && response.writeQueueFull()) flow();
  }

  /** Waits for a client that does not read, and for an answer whether the stream may go on. */
  @Override
  public void flow() {
    if (done) return;
    boolean full = response.writeQueueFull();
    if (full) response.drainHandler(drained -> flow());
    if (full || meter != null && meter.asking()) reply.pause();
    else reply.resume();
  }

  @Override
  public void send(Buffer chunk) {
    if (filter == null) write(chunk);
    else filtered(chunk);
  }

  private void filtered(Buffer chunk) {
    Piece piece = Piece.of(chunk);
    int to = piece.offset() + piece.length();
    if (filter != null) filter.filter(piece.array(), piece.offset(), to, this::sendCopy);
  }

  private void sendCopy(byte[] bytes, int from, int to) {
    if (to > from) write(Buffer.buffer(to - from).appendBytes(bytes, from, to - from));
  }

  private void write(Buffer chunk) {
    int length = chunk.length();
    for (int i = Math.max(0, length - 4); i < length; i++)
      lastBytes = lastBytes << 8 | (chunk.getByte(i) & 0xff);
    left -= length;
    if (left > 0) response.write(chunk);
    else if (last == null) last = chunk; // beyond it there is nothing but empty frames
  }

  @Override
  public void ended() {
    if (done || meter != null && meter.defer(this::ended)) return;
    reply.readEnd();
    if (filter != null) filter.end(this::sendCopy);
    if (reply.unended()) {
      broken("it ended without its end marker");
      return;
    }
    finish(ended(outcome(), reply.status()), true);
  }

  @Override
  public void broken(String reason) {
    if (done || meter != null && meter.defer(() -> broken(reason))) return;
    breakOff(
        new Outcome.Failed(reply.status(), "broken"),
        "The provider's reply broke off (" + reason + "). What was received so far is incomplete.");
  }

  @Override
  public void exhausted() {
    if (done) return;
    reply.cancel();
    Refusal refusal = call.reservation().exhausted();
    breakOff(
        new Outcome.Refused(refusal.reason()), Errors.limitEnd(call.dialect(), refusal, call.id()));
  }

  private void breakOff(Outcome outcome, String message) {
    breakOff(outcome, Errors.brokenStream(call.dialect(), message, call.id()));
  }

  /** In the middle of an event nothing can be said: the connection is cut. */
  private void breakOff(Outcome outcome, byte[] event) {
    boolean says = reply.events() && EventEnds.between(lastBytes) && !gone();
    if (says) {
      if ((lastBytes & 0xff) == '\r') response.write(LINE_FEED); // it was half of a line's end
      response.write(Buffer.buffer(event));
    }
    finish(ended(outcome, reply.status()), says && Errors.endsStream(call.dialect()));
  }

  private void cancelled() {
    if (done) return;
    reply.cancel();
    String cause = call.cancellation().cause();
    breakOff(new Outcome.Abandoned(cause), sentence(cause));
  }

  private boolean gone() {
    return gone(response);
  }

  private static boolean gone(HttpServerResponse response) {
    return response.closed() || response.ended();
  }

  private void finish(EndedCall ended, boolean properly) {
    if (done) return;
    done = true;
    if (meter != null) meter.close();
    settle.accept(ended);
    if (gone()) return;
    if (!properly) response.reset();
    else if (last != null) response.end(last);
    else response.end();
  }

  private Outcome outcome() {
    if (reply.reader().phase() == ReplyReader.Phase.ERROR)
      return new Outcome.Failed(reply.status(), reply.reader().error());
    return reply.status() >= 500 || reply.status() == 429
        ? new Outcome.Failed(reply.status(), "status")
        : new Outcome.Served(reply.status());
  }

  private EndedCall ended(Outcome outcome, int status) {
    Usage usage =
        reply.status() < 300 && call.operation().metered()
            ? withInput(reply.reader().usage())
            : Usage.NONE;
    String served = reply.reader().model();
    Cost cost =
        usage.equals(Usage.NONE)
            ? Cost.FREE
            : pricing.price(call, reply.candidate(), served, usage);
    return new EndedCall(
        call,
        outcome,
        status,
        usage,
        cost,
        reply.firstByteAt(),
        System.currentTimeMillis() * 1000,
        served,
        reply.reader().finish());
  }

  /**
   * A stream cut before it told its input: about four bytes of request to a token, so that it is
   * never recorded as free. One that is an error from its start is free, as with the provider.
   */
  private Usage withInput(Usage usage) {
    if (!usage.estimated() || usage.inputTotal() > 0) return usage;
    if (reply.reader().phase() == ReplyReader.Phase.ERROR && usage.outputTotal() == 0) return usage;
    return usage.withRequest(call.request().body().length());
  }

  private void headers() {
    response.setStatusCode(reply.status());
    String named = HeaderRules.connection(reply.headers());
    for (Map.Entry<String, String> header : reply.headers()) {
      if (HeaderRules.towardsClient(header.getKey()) && !HeaderRules.named(named, header.getKey()))
        response.headers().add(header.getKey(), header.getValue());
    }
    response
        .putHeader("x-serai-request-id", call.id())
        .putHeader("x-serai-provider", reply.candidate().provider().name())
        .putHeader("x-serai-model", reply.candidate().model())
        .putHeader("x-serai-attempts", Integer.toString(call.attempts().size()))
        .putHeader("traceparent", call.trace().traceparent(call.trace().spanId()));
    call.reservation().headers().forEach(response::putHeader);
  }

  /** What a client is told whose call was cut for this {@link Outcome.Abandoned#cause()}. */
  public static String sentence(String cause) {
    return switch (cause) {
      case "key_revoked" -> "The key was revoked or disabled while this call was running.";
      case "session_ended" ->
          "The session ended while this call was running. Send it again to read why.";
      case "shutdown" -> "The gateway is stopping; this call was cut.";
      default -> "The call was cut (" + cause + ").";
    };
  }

  private static String usd(Cost cost) {
    return BigDecimal.valueOf(cost.nanos(), 9).stripTrailingZeros().toPlainString();
  }
}
