package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.call.Reply;
import dev.serai.call.UpstreamFailure;
import dev.serai.dialects.ReplyReader;
import dev.serai.dispatch.NobodyLeft;
import dev.serai.dispatch.Place;
import dev.serai.dispatch.RetryAfter;
import dev.serai.dispatch.Verdict;
import dev.serai.http.Inbound;
import dev.serai.http.UpstreamReply;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's walk over its candidates. On its event loop only; every admitted attempt tells the
 * breaker exactly once how it went.
 */
final class Dispatching {
  private static final Logger log = LoggerFactory.getLogger(Dispatching.class);
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final int ERROR_BYTES = 16 * 1024;

  private final Dispatch dispatch;
  private final Exchange exchange;
  private final Call call;
  private final AsyncCallback callback;
  private final Inbound inbound;
  private final Trail trail = new Trail();
  private final Entrance entrance;
  private int index;
  private int tries;
  private boolean repeated;
  private @Nullable Candidate afresh;
  private boolean misconfigured;
  private boolean finished;
  private @Nullable UpstreamReply lastAnswer;

  Dispatching(Dispatch dispatch, Exchange exchange, Call call, AsyncCallback callback) {
    this.dispatch = dispatch;
    this.exchange = exchange;
    this.call = call;
    this.callback = callback;
    this.inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
    this.entrance = new Entrance(dispatch, inbound, call, trail);
  }

  void next() {
    while (!over()) {
      Candidate candidate = call.candidates().get(index++);
      if (entrance.tries(candidate, place -> attempt(candidate, place), this::next)) return;
    }
    exhausted();
  }

  private boolean over() {
    return call.cancellation().cancelled()
        || index >= call.candidates().size()
        || tries >= dispatch.settings.attempts()
        || entrance.left().isZero();
  }

  private void attempt(Candidate candidate, Place place) {
    tries++;
    if (!entrance.wasDown(candidate)) dispatch.budget.called(candidate.provider().name());
    Dispatch.ProviderRoute route = route(candidate);
    if (route == null) {
      place.leave();
      dispatch.health.undecided(candidate);
      trail.skipped(candidate, "no_route");
      misconfigured = true;
      next();
      return;
    }
    Attempting attempt = new Attempting(call, candidate, place, candidate == afresh, mayTake());
    exchange.setProperty(Attempting.PROPERTY, attempt);
    if (exchange.getIn().hasHeaders()) exchange.getIn().removeHeaders("*");
    if (route.plain()) call(route.processor(), attempt);
    else THREADS.execute(() -> call(route.processor(), attempt));
  }

  /** The first has the time that its provider is given, the others no more than the call has. */
  private @Nullable Duration mayTake() {
    return tries > 1 ? entrance.left() : null;
  }

  private void call(AsyncProcessor route, Attempting attempt) {
    try {
      route.process(exchange, doneSync -> inbound.toLoop(() -> returned(attempt)));
    } catch (RuntimeException e) {
      inbound.toLoop(
          () -> {
            exchange.setException(e);
            returned(attempt);
          });
    }
  }

  private Dispatch.@Nullable ProviderRoute route(Candidate candidate) {
    try {
      return dispatch.route(exchange.getContext(), candidate.provider().type());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("route", "provider-" + candidate.provider().type())
          .setCause(e)
          .log("a provider's route cannot be called");
      return null;
    }
  }

  private void returned(Attempting attempt) {
    if (attempt.returned) return;
    attempt.returned = true;
    attempt.keepPlace();
    try {
      weigh(attempt);
    } catch (RuntimeException e) {
      exchange.setException(e);
      finish(trail.of(call));
    }
  }

  private void weigh(Attempting attempt) {
    Exception failure = exchange.getException();
    exchange.setException(null);
    exchange.setRouteStop(false);
    exchange.getIn().setBody(call);
    if (failure != null) failed(attempt, failure);
    else if (attempt.reply instanceof UpstreamReply reply) judge(attempt, reply);
    else if (attempt.reply instanceof LocalReply reply) served(attempt, reply);
    else failed(attempt, new IllegalStateException("the route ended without calling the provider"));
  }

  private void failed(Attempting attempt, Exception failure) {
    Candidate candidate = attempt.candidate;
    if (attempt.reply instanceof UpstreamReply opened) opened.cancel(); // a step after it failed
    if (call.cancellation().cancelled()) {
      dispatch.health.undecided(candidate);
      trail.ended(attempt, 0, "cancelled");
    } else if (failure instanceof UpstreamFailure upstream) {
      failed(attempt, upstream);
    } else {
      dispatch.health.undecided(candidate);
      trail.ended(attempt, 0, "route");
      misconfigured = true;
      log.atWarn()
          .addKeyValue("request", call.id())
          .addKeyValue("route", "provider-" + candidate.provider().type())
          .setCause(failure)
          .log("a provider's route failed");
    }
    next();
  }

  /**
   * Neither a pooled connection that had died nor a full pool says anything about the provider. The
   * former is worth another try at the same candidate, once and on a connection of its own; {@link
   * dev.serai.http.Upstream} tells when that is safe.
   */
  private void failed(Attempting attempt, UpstreamFailure failure) {
    Candidate candidate = attempt.candidate;
    trail.ended(attempt, 0, failure.kind().word());
    if (failure.kind() == UpstreamFailure.Kind.BUSY) {
      dispatch.health.undecided(candidate);
      entrance.busy(1);
      tries--;
    } else if (failure.stale() && !repeated) {
      dispatch.health.undecided(candidate);
      repeated = true;
      afresh = candidate;
      index--;
      tries--;
    } else {
      down(attempt, failure);
    }
  }

  private void down(Attempting attempt, UpstreamFailure failure) {
    dispatch.health.failed(attempt.candidate, attempt.nanos(), failure);
    entrance.down(attempt.candidate);
  }

  private void judge(Attempting attempt, UpstreamReply reply) {
    byte[] body = reply.status() < 300 ? new byte[0] : reply.heldBody(ERROR_BYTES);
    switch (Verdict.of(reply.status(), reply.headers(), body)) {
      case SERVE -> begun(attempt, reply);
      case UNAVAILABLE -> {
        down(attempt, new UpstreamFailure(UpstreamFailure.Kind.BROKEN, "status " + reply.status()));
        answered(attempt, reply, RetryAfter.seconds(reply.headers(), body, dispatch.clock));
      }
      case LIMITED -> {
        dispatch.health.undecided(attempt.candidate);
        answered(attempt, reply, RetryAfter.seconds(reply.headers(), body, dispatch.clock));
      }
      case MISCONFIGURED -> {
        dispatch.health.failed(
            attempt.candidate,
            attempt.nanos(),
            new UpstreamFailure(UpstreamFailure.Kind.BROKEN, "status " + reply.status()));
        misconfigured = true;
        reply.cancel();
        trail.ended(attempt, reply.status(), "credential_refused");
        next();
      }
    }
  }

  /** A 200 whose very first event is an error has shown the client nothing yet. */
  private void begun(Attempting attempt, UpstreamReply reply) {
    boolean errorFirst = reply.status() < 300 && reply.reader().phase() == ReplyReader.Phase.ERROR;
    if (!errorFirst || !Verdict.retryable(reply.reader().error())) {
      served(attempt, reply);
      return;
    }
    down(attempt, new UpstreamFailure(UpstreamFailure.Kind.BROKEN, reply.reader().error()));
    answered(attempt, reply, 0);
  }

  /** An error that another candidate may do better than; kept, in case none does. */
  private void answered(Attempting attempt, UpstreamReply reply, long retryAfter) {
    dispatch.health.rest(attempt.candidate, retryAfter);
    if (lastAnswer != null) lastAnswer.cancel();
    lastAnswer = reply;
    trail.ended(attempt, reply.status(), "status");
    next();
  }

  private void served(Attempting attempt, Reply reply) {
    long took = attempt.nanos();
    dispatch.health.succeeded(attempt.candidate, took);
    attempt.broke = reason -> broke(attempt, reason);
    dispatch.ranking.served(attempt.candidate, call, reply.status(), took);
    if (lastAnswer != null) lastAnswer.cancel();
    trail.ended(attempt, reply.status(), "");
    finish(trail.of(call).answered(reply));
  }

  /** After content had gone out: nobody else can be asked, but the breaker is told. */
  private void broke(Attempting attempt, String reason) {
    dispatch.health.failed(
        attempt.candidate,
        attempt.nanos(),
        new UpstreamFailure(UpstreamFailure.Kind.BROKEN, reason));
  }

  private void exhausted() {
    Call tried = trail.of(call);
    if (call.cancellation().cancelled()) {
      if (lastAnswer != null) lastAnswer.cancel();
      finish(tried);
    } else if (lastAnswer != null) {
      finish(tried.answered(lastAnswer));
    } else {
      exchange.setException(refusal());
      finish(tried);
    }
  }

  private Refusal refusal() {
    return new NobodyLeft(
            call.asked().model(),
            trail.failures(),
            entrance.busy(),
            entrance.shortestRest(),
            tries > 0,
            misconfigured)
        .refusal();
  }

  private void finish(Call ended) {
    if (finished) return;
    finished = true;
    exchange.getIn().setBody(ended);
    callback.done(false);
  }
}
