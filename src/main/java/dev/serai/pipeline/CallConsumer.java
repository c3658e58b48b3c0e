package dev.serai.pipeline;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Cost;
import dev.serai.call.Dialect;
import dev.serai.call.EndedCall;
import dev.serai.call.LocalReply;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.RequestId;
import dev.serai.call.Usage;
import dev.serai.dialects.Endpoint;
import dev.serai.dialects.Errors;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.ReplyReaders;
import dev.serai.http.Inbound;
import dev.serai.http.ReplyWriter;
import dev.serai.http.UpstreamReply;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request through its route and streams the reply. The unit of work ends when the last byte
 * is about to leave, so that on-completion sees the totals.
 */
final class CallConsumer extends DefaultConsumer implements PlatformHttpConsumer {
  private static final Logger log = LoggerFactory.getLogger(CallConsumer.class);

  private final GatewayEngine engine;
  private final PlatformHttpEndpoint endpoint;
  private final ReplyWriter.Pricing pricing;
  private final ActiveCalls active;

  CallConsumer(
      GatewayEngine engine,
      PlatformHttpEndpoint endpoint,
      Processor processor,
      ReplyWriter.Pricing pricing,
      ActiveCalls active) {
    super(endpoint, processor);
    this.engine = engine;
    this.endpoint = endpoint;
    this.pricing = pricing;
    this.active = active;
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    engine.attach(this);
  }

  @Override
  protected void doStop() throws Exception {
    engine.detach(this);
    super.doStop();
  }

  /** A route of all paths also takes a target that is none: it is answered like an unknown one. */
  boolean takes(String path) {
    if (endpoint.getPath().equals("/") && !path.startsWith("/")) return true;
    return endpoint.isMatchOnUriPrefix()
        ? path.startsWith(endpoint.getPath())
        : path.equals(endpoint.getPath());
  }

  void serve(Inbound inbound) {
    Exchange exchange = createExchange(false);
    try {
      createUoW(exchange);
    } catch (Exception e) {
      throw new IllegalStateException("no unit of work", e);
    }
    exchange.getIn().setBody(inbound);
    exchange.setProperty(GatewayEngine.INBOUND, inbound);
    try {
      getAsyncProcessor()
          .process(exchange, doneSync -> inbound.toLoop(() -> answer(inbound, exchange)));
    } catch (RuntimeException e) {
      exchange.setException(e);
      answer(inbound, exchange);
    }
  }

  private void answer(Inbound inbound, Exchange exchange) {
    try {
      if (exchange.getIn().getBody() instanceof Call call) answer(inbound, exchange, call);
      else unread(inbound, exchange);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a reply could not be written");
      failed(exchange);
      inbound.response().reset();
    }
  }

  private void answer(Inbound inbound, Exchange exchange, Call call) {
    Exception failure = exchange.getException();
    if (streams(call)) active.streamBegan();
    if (call.cancellation().cancelled()) {
      abandon(inbound, exchange, call);
    } else if (failure != null) {
      refuse(inbound, exchange, call, refusal(call, failure));
    } else if (call.reply() instanceof UpstreamReply reply) {
      ReplyWriter.write(inbound, call, reply, pricing, ended -> done(exchange, ended));
    } else if (call.reply() instanceof LocalReply reply) {
      done(exchange, local(call, reply));
      ReplyWriter.write(inbound, call, reply);
    } else {
      refuse(
          inbound,
          exchange,
          call,
          new Refusal(Reason.INTERNAL, "The route ended without a reply."));
    }
  }

  /** Whatever was done before the failure, the call is settled and given back once. */
  private void failed(Exchange exchange) {
    if (!(exchange.getIn().getBody() instanceof Call call)) {
      done(exchange, null);
      return;
    }
    if (call.reply() instanceof UpstreamReply reply) reply.cancel();
    done(
        exchange,
        ended(call, new Outcome.Failed(500, Reason.INTERNAL.code()), 500, Usage.NONE, Cost.FREE));
  }

  /**
   * The path was unknown, so there is no call: answered in the dialect that the client seems to
   * speak.
   */
  private void unread(Inbound inbound, Exchange exchange) {
    Refusal unreadable = inbound.refusal();
    Refusal refusal = unreadable == null ? refusal(null, exchange.getException()) : unreadable;
    String id = RequestId.next();
    Dialect dialect = Endpoint.likelyDialect(inbound.request().path(), inbound.request().headers());
    LocalReply reply = Errors.refusal(dialect, refusal, id, false);
    done(exchange, null);
    ReplyWriter.write(inbound, id, reply);
  }

  private void abandon(Inbound inbound, Exchange exchange, Call call) {
    if (call.reply() instanceof UpstreamReply reply) reply.cancel();
    Outcome outcome = new Outcome.Abandoned(call.cancellation().cause());
    Refusal refusal = cut(call.cancellation().cause());
    if (refusal == null) {
      done(exchange, unanswered(call, outcome, 0));
      if (!inbound.response().closed()) inbound.response().reset();
      return;
    }
    LocalReply reply = Errors.refusal(call.dialect(), refusal, call.id(), codex(call));
    done(exchange, unanswered(call, outcome, reply.status()));
    ReplyWriter.write(inbound, call, reply);
  }

  /**
   * Nothing came back, but a provider that was at it has read the prompt and bills it: a client
   * that hangs up early enough would never pay.
   */
  private EndedCall unanswered(Call call, Outcome outcome, int status) {
    Candidate asked = call.operation().metered() ? askedLast(call) : null;
    if (asked == null) return ended(call, outcome, status, Usage.NONE, Cost.FREE);
    Usage usage = Usage.ofRequest(call.request().body().length());
    return ended(call, outcome, status, usage, pricing.price(call, asked, "", usage));
  }

  /** Who was at it when the call was cut; null when nobody was. */
  private static @org.jspecify.annotations.Nullable Candidate askedLast(Call call) {
    if (call.reply() instanceof UpstreamReply reply)
      return reply.status() < 300 ? reply.candidate() : null;
    Attempt last = call.attempts().isEmpty() ? null : call.attempts().getLast();
    if (last == null || !last.failure().equals("cancelled")) return null;
    for (Candidate candidate : call.candidates())
      if (candidate.provider().name().equals(last.provider())
          && candidate.model().equals(last.model())) return candidate;
    return null;
  }

  /** What to tell a client whose call was cut before anything was sent; null when it has left. */
  private static @org.jspecify.annotations.Nullable Refusal cut(String cause) {
    return switch (cause) {
      case "client_left" -> null;
      case "key_revoked" -> new Refusal(Reason.KEY_REVOKED, ReplyWriter.sentence(cause));
      case "session_ended" -> new Refusal(Reason.SESSION_ENDED, ReplyWriter.sentence(cause));
      default ->
          new Refusal(
              Reason.OVERLOADED,
              "The gateway is stopping; this call was cut. Try again.",
              1,
              java.util.Map.of());
    };
  }

  private void refuse(Inbound inbound, Exchange exchange, Call call, Refusal refusal) {
    LocalReply reply = Errors.refusal(call.dialect(), refusal, call.id(), codex(call));
    Outcome outcome =
        switch (refusal.reason()) {
          case PROVIDER_MISCONFIGURED, PROVIDERS_UNAVAILABLE, INTERNAL ->
              new Outcome.Failed(reply.status(), refusal.reason().code());
          default -> new Outcome.Refused(refusal.reason());
        };
    done(exchange, ended(call, outcome, reply.status(), Usage.NONE, Cost.FREE));
    ReplyWriter.write(inbound, call, reply);
  }

  private static Refusal refusal(
      @org.jspecify.annotations.Nullable Call call,
      @org.jspecify.annotations.Nullable Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause())
      if (cause instanceof Refusal refusal) return refusal;
    log.atError()
        .addKeyValue("request", call == null ? "" : call.id())
        .setCause(failure)
        .log("a call failed in the gateway");
    return new Refusal(
        Reason.INTERNAL,
        "The gateway failed on this call. Give the request id to its administrator.");
  }

  /**
   * A reply made here is read like a provider's, so that the built-in echo is metered like
   * everybody else.
   */
  private EndedCall local(Call call, LocalReply reply) {
    if (call.candidates().isEmpty() || reply.status() >= 300)
      return ended(call, new Outcome.Served(reply.status()), reply.status(), Usage.NONE, Cost.FREE);
    ReplyReader reader = ReplyReaders.of(call.operation(), reply.chunks().size() > 1);
    for (byte[] chunk : reply.chunks()) reader.read(chunk, 0, chunk.length);
    reader.end();
    Usage usage = call.operation().metered() ? reader.usage() : Usage.NONE;
    Cost cost = pricing.price(call, call.candidates().getFirst(), reader.model(), usage);
    long now = System.currentTimeMillis() * 1000;
    return new EndedCall(
        call,
        new Outcome.Served(reply.status()),
        reply.status(),
        usage,
        cost,
        now,
        now,
        reader.model(),
        reader.finish());
  }

  private static EndedCall ended(Call call, Outcome outcome, int status, Usage usage, Cost cost) {
    return new EndedCall(
        call, outcome, status, usage, cost, 0, System.currentTimeMillis() * 1000, "", "");
  }

  private static boolean codex(Call call) {
    return call.request().headers().get("originator", "").startsWith("codex")
        || call.request().headers().get("user-agent", "").startsWith("codex");
  }

  private static boolean streams(Call call) {
    return call.reply() instanceof UpstreamReply reply && reply.streamed();
  }

  private void done(Exchange exchange, @org.jspecify.annotations.Nullable EndedCall ended) {
    if (!(exchange.removeProperty(GatewayEngine.INBOUND) instanceof Inbound inbound))
      return; // done before
    if (ended != null) {
      exchange.setProperty(GatewayEngine.ENDED, ended);
      active.remove(ended.call());
      if (streams(ended.call())) active.streamEnded();
    }
    inbound.request().body().release();
    exchange.setException(null); // answered: a failure here would be logged once more
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
