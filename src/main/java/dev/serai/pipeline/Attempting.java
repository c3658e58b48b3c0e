package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Reply;
import dev.serai.call.TraceContext;
import dev.serai.dispatch.Place;
import dev.serai.http.UpstreamReply;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on its way through a provider's route, as the exchange property {@link #PROPERTY}.
 * The route's last step leaves the reply here.
 */
final class Attempting {
  static final String PROPERTY = "serai.attempt";

  final Call call;
  final Candidate candidate;
  final String spanId = TraceContext.newSpanId();
  final long startedNanos = System.nanoTime();

  /** Given back when the attempt is over. */
  final Place place;

  /** Whether it has to go out on a connection of its own, as a pooled one was dead. */
  final boolean afresh;

  /** The longest until the first byte, where that is less than its provider may take. */
  final @Nullable Duration mayTake;

  @Nullable Reply reply;

  /** Told when the reply breaks off after it began to serve the call. */
  @Nullable Consumer<String> broke;

  boolean returned;

  Attempting(
      Call call, Candidate candidate, Place place, boolean afresh, @Nullable Duration mayTake) {
    this.call = call;
    this.candidate = candidate;
    this.place = place;
    this.afresh = afresh;
    this.mayTake = mayTake;
  }

  long nanos() {
    return System.nanoTime() - startedNanos;
  }

  /** A reply that was opened has its place until its last byte. */
  void keepPlace() {
    if (reply instanceof UpstreamReply opened) opened.whenOver(this::over);
    else place.leave();
  }

  private void over(@Nullable String broken) {
    place.leave();
    if (broken != null && broke != null) broke.accept(broken);
  }
}
