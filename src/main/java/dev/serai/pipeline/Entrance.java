package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Credential;
import dev.serai.call.UpstreamFailure;
import dev.serai.dispatch.Place;
import dev.serai.http.Inbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate has to pass before it is asked: its rest, the retry budget of its provider, its
 * places and their queue, its breaker. One per call, on its event loop only.
 */
final class Entrance {
  /** The longest that a client is told to wait for room. */
  private static final int BUSY_SECONDS = 30;

  private final Dispatch dispatch;
  private final Inbound inbound;
  private final Call call;
  private final Trail trail;

  /** Providers that were down for this call: asking one again costs its budget. */
  private final List<String> down = new ArrayList<>(0);

  private long shortestRest;
  private long busy;

  Entrance(Dispatch dispatch, Inbound inbound, Call call, Trail trail) {
    this.dispatch = dispatch;
    this.inbound = inbound;
    this.call = call;
    this.trail = trail;
  }

  /**
   * Whoever is admitted has a place, and its breaker waits to be told how it went.
   *
   * @param passedOver runs after true only: the call has waited in vain
   * @return false when the candidate is passed over at once
   */
  boolean tries(Candidate candidate, Consumer<Place> admitted, Runnable passedOver) {
    if (rests(candidate)) return false;
    if (wasDown(candidate) && !dispatch.budget.takes(candidate.provider().name())) {
      trail.skipped(candidate, "retry_budget");
      return false;
    }
    Queueing queueing =
        new Queueing(inbound, place -> waited(candidate, place, admitted, passedOver));
    Place place = dispatch.places.enter(candidate, queueing::granted);
    if (place == null) {
      full(candidate);
      return false;
    }
    if (!place.queued()) return admits(candidate, place, admitted);
    queueing.begin(call, place, patience(candidate.credential().room()));
    return true;
  }

  /** A failure that another try at this provider might only repeat. */
  void down(Candidate candidate) {
    down.add(candidate.provider().name());
  }

  boolean wasDown(Candidate candidate) {
    return down.contains(candidate.provider().name());
  }

  /** The way to it was full. */
  void busy(long seconds) {
    busy = busy == 0 ? seconds : Math.min(busy, seconds);
  }

  /** Seconds until there may be room, 0 = there was no lack of it. */
  long busy() {
    return busy;
  }

  /** Seconds until the first of those that rest may be asked, 0 = none rests. */
  long shortestRest() {
    return shortestRest;
  }

  /** What is left of the call's time; not less than nothing. */
  Duration left() {
    Duration left = dispatch.settings.time().minusNanos(System.nanoTime() - call.startedNanos());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration patience(Credential.Room room) {
    Duration left = left();
    Duration wait = room.queueWait().compareTo(left) < 0 ? room.queueWait() : left;
    return wait.isZero() ? Duration.ofMillis(1) : wait;
  }

  /** Meanwhile the candidate may have been told to rest. */
  private void waited(
      Candidate candidate, @Nullable Place place, Consumer<Place> admitted, Runnable passedOver) {
    if (place == null) {
      if (!call.cancellation().cancelled()) full(candidate);
      passedOver.run();
    } else if (rests(candidate) || call.cancellation().cancelled()) {
      place.leave();
      passedOver.run();
    } else if (!admits(candidate, place, admitted)) {
      passedOver.run();
    }
  }

  private boolean rests(Candidate candidate) {
    long rest = dispatch.health.restsFor(candidate);
    if (rest == 0) return false;
    shortestRest = shortestRest == 0 ? rest : Math.min(shortestRest, rest);
    trail.skipped(candidate, "resting");
    return true;
  }

  private boolean admits(Candidate candidate, Place place, Consumer<Place> admitted) {
    if (dispatch.health.admits(candidate)) {
      admitted.accept(place);
      return true;
    }
    place.leave();
    trail.skipped(candidate, "breaker_open");
    return false;
  }

  private void full(Candidate candidate) {
    Credential.Room room = candidate.credential().room();
    busy(room.queue() == 0 ? 1 : Math.clamp(room.queueWait().toSeconds(), 1, BUSY_SECONDS));
    trail.skipped(candidate, UpstreamFailure.Kind.BUSY.word());
  }
}
