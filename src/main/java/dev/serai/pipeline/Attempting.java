package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Reply;
import dev.serai.call.TraceContext;
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
  @Nullable Reply reply;
  boolean returned;

  Attempting(Call call, Candidate candidate) {
    this.call = call;
    this.candidate = candidate;
  }
}
