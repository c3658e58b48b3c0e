package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Reply;
import dev.serai.call.TraceContext;
import dev.serai.dispatch.Place;
import dev.serai.http.UpstreamReply;
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

  @Nullable Reply reply;
  boolean returned;

  Attempting(Call call, Candidate candidate, Place place, boolean afresh) {
    this.call = call;
    this.candidate = candidate;
    this.place = place;
    this.afresh = afresh;
  }

  /** A reply that was opened has its place until its last byte. */
  void keepPlace() {
    if (reply instanceof UpstreamReply opened) opened.whenOver(place::leave);
    else place.leave();
  }
}
