package dev.serai.pipeline;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Credential;
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
import java.util.ArrayList;
import java.util.List;
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

  /** The longest that a client is told to wait for room. */
  private static final int BUSY_SECONDS = 30;

  private final Dispatch dispatch;
  private final Exchange exchange;
  private final Call call;
  private final AsyncCallback callback;
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final List<String> failures = new ArrayList<>(0);
  private int index;
  private int tries;
  private boolean repeated;
  private @Nullable Candidate afresh;
  private boolean misconfigured;
  private boolean finished;
  private long shortestRest;
  private long busy;

  /** Providers that were down for this call: asking one again costs its budget. */
  private final List<String> failedAt = new ArrayList<>(0);

  private @Nullable UpstreamReply lastAnswer;

  Dispatching(Dispatch dispatch, Exchange exchange, Call call, AsyncCallback callback) {
    this.dispatch = dispatch;
    this.exchange = exchange;
    this.call = call;
    this.callback = callback;
  }

  void next() {
    while (!over()) {
      Candidate candidate = call.candidates().get(index++);
      long rest = dispatch.health.restsFor(candidate);
      if (rest > 0) {
        shortestRest = shortestRest == 0 ? rest : Math.min(shortestRest, rest);
        skipped(candidate, "resting");
      } else if (failedAt.contains(candidate.provider().name())
          && !dispatch.budget.takes(candidate.provider().name())) {
        skipped(candidate, "retry_budget");
      } else if (enter(candidate)) {
        return;
      }
    }
    exhausted();
  }

  /** At once or by its queue; false when the candidate is passed over. */
  private boolean enter(Candidate candidate) {
    Credential.Room room = candidate.credential().room();
    Queueing queueing =
        new Queueing(
            exchange.getProperty(GatewayEngine.INBOUND, Inbound.class),
            place -> waited(candidate, place));
    Place place = dispatch.places.enter(candidate, queueing::granted);
    if (place == null) {
      full(candidate);
      return false;
    }
    if (!place.queued()) return admitted(candidate, place);
    Duration left = dispatch.settings.time().minusNanos(System.nanoTime() - call.startedNanos());
    Duration wait = room.queueWait().compareTo(left) < 0 ? room.queueWait() : left;
    queueing.begin(call, place, wait.isPositive() ? wait : Duration.ofMillis(1));
    return true;
  }

  private void full(Candidate candidate) {
    Credential.Room room = candidate.credential().room();
    long soon = room.queue() == 0 ? 1 : Math.clamp(room.queueWait().toSeconds(), 1, BUSY_SECONDS);
    busy = busy == 0 ? soon : Math.min(busy, soon);
    skipped(candidate, UpstreamFailure.Kind.BUSY.word());
  }

  /** Meanwhile the candidate may have been told to rest. */
  private void waited(Candidate candidate, @Nullable Place place) {
    if (place == null) {
      if (!call.cancellation().cancelled()) full(candidate);
      next();
      return;
    }
    boolean rests = dispatch.health.restsFor(candidate) > 0;
    if (rests) skipped(candidate, "resting");
    if (rests || call.cancellation().cancelled()) {
      place.leave();
      next();
    } else if (!admitted(candidate, place)) {
      next();
    }
  }

  private boolean admitted(Candidate candidate, Place place) {
    if (dispatch.health.admits(candidate)) {
      attempt(candidate, place);
      return true;
    }
    place.leave();
    skipped(candidate, "breaker_open");
    return false;
  }

  private boolean over() {
    return call.cancellation().cancelled()
        || index >= call.candidates().size()
        || tries >= dispatch.settings.attempts()
        || System.nanoTime() - call.startedNanos() > dispatch.settings.time().toNanos();
  }

  private void skipped(Candidate candidate, String why) {
    attempts.add(
        new Attempt(
            candidate.provider().name(),
            candidate.credential().name(),
            candidate.model(),
            0,
            why,
            micros(),
            0,
            ""));
    failures.add(name(candidate) + " " + why);
  }

  private void attempt(Candidate candidate, Place place) {
    tries++;
    if (!failedAt.contains(candidate.provider().name()))
      dispatch.budget.called(candidate.provider().name());
    Dispatch.ProviderRoute route = route(candidate);
    if (route == null) {
      place.leave();
      dispatch.health.undecided(candidate);
      skipped(candidate, "no_route");
      misconfigured = true;
      next();
      return;
    }
    Attempting attempt = new Attempting(call, candidate, place, candidate == afresh);
    exchange.setProperty(Attempting.PROPERTY, attempt);
    if (exchange.getIn().hasHeaders()) exchange.getIn().removeHeaders("*");
    if (route.plain()) call(route.processor(), attempt);
    else THREADS.execute(() -> call(route.processor(), attempt));
  }

  private void call(AsyncProcessor route, Attempting attempt) {
    Inbound inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
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
      finish(call.withAttempts(attempts));
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
      record(attempt, 0, "cancelled");
    } else if (failure instanceof UpstreamFailure upstream) {
      failed(attempt, upstream);
    } else {
      dispatch.health.undecided(candidate);
      record(attempt, 0, "route");
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
    record(attempt, 0, failure.kind().word());
    if (failure.kind() == UpstreamFailure.Kind.BUSY) {
      dispatch.health.undecided(candidate);
      busy = 1;
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
    dispatch.health.failed(attempt.candidate, nanos(attempt), failure);
    failedAt.add(attempt.candidate.provider().name());
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
            nanos(attempt),
            new UpstreamFailure(UpstreamFailure.Kind.BROKEN, "status " + reply.status()));
        misconfigured = true;
        reply.cancel();
        record(attempt, reply.status(), "credential_refused");
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
    record(attempt, reply.status(), "status");
    next();
  }

  private void served(Attempting attempt, Reply reply) {
    long took = nanos(attempt);
    dispatch.health.succeeded(attempt.candidate, took);
    dispatch.ranking.served(attempt.candidate, call, reply.status(), took);
    if (lastAnswer != null) lastAnswer.cancel();
    record(attempt, reply.status(), "");
    finish(call.withAttempts(attempts).answered(reply));
  }

  private void exhausted() {
    Call tried = call.withAttempts(attempts);
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
            call.asked().model(), failures, busy, shortestRest, tries > 0, misconfigured)
        .refusal();
  }

  private void finish(Call ended) {
    if (finished) return;
    finished = true;
    exchange.getIn().setBody(ended);
    callback.done(false);
  }

  private void record(Attempting attempt, int status, String failure) {
    Candidate candidate = attempt.candidate;
    long took = nanos(attempt) / 1000;
    attempts.add(
        new Attempt(
            candidate.provider().name(),
            candidate.credential().name(),
            candidate.model(),
            status,
            failure,
            micros() - took,
            took,
            attempt.spanId));
    if (!failure.isEmpty())
      failures.add(name(candidate) + " " + (status == 0 ? failure : Integer.toString(status)));
  }

  private static String name(Candidate candidate) {
    return candidate.credential().name().isEmpty()
        ? candidate.provider().name()
        : candidate.provider().name() + "/" + candidate.credential().name();
  }

  private static long nanos(Attempting attempt) {
    return System.nanoTime() - attempt.startedNanos;
  }

  private static long micros() {
    return System.currentTimeMillis() * 1000;
  }
}
