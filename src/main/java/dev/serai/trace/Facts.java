package dev.serai.trace;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import dev.serai.call.Cost;
import dev.serai.call.EndedCall;
import dev.serai.call.Operation;
import dev.serai.call.Outcome;
import dev.serai.call.TraceContext;
import dev.serai.call.Usage;
import java.util.List;

/**
 * What spans and log lines are made of. Taken from the call at once, because the call also holds
 * the request's body and headers, which must neither be kept in memory nor come near an exporter.
 *
 * @param requestedModel as sent, so it may be anything at all: see {@link ModelName}
 * @param model what a provider was asked for, empty when none was resolved
 * @param remote the client's address
 */
record Facts(
    String id,
    Operation operation,
    TraceContext trace,
    Caller caller,
    String requestedModel,
    String model,
    String remote,
    List<Candidate> candidates,
    List<Attempt> attempts,
    Outcome outcome,
    int status,
    Usage usage,
    Cost cost,
    long startedAt,
    long endedAt,
    String servedModel,
    String finish) {

  static Facts of(EndedCall ended) {
    Call call = ended.call();
    return new Facts(
        call.id(),
        call.operation(),
        call.trace(),
        call.caller(),
        ModelName.shown(call.asked().model()),
        resolved(call),
        call.request().remote(),
        call.candidates(),
        call.attempts(),
        ended.outcome(),
        ended.status(),
        ended.usage(),
        ended.cost(),
        call.startedAt(),
        ended.endedAt(),
        ended.servedModel(),
        ended.finish());
  }

  /** What the last provider was asked for, else the first one that would have been. */
  static String resolved(Call call) {
    if (!call.attempts().isEmpty()) return call.attempts().getLast().model();
    return call.targets().isEmpty() ? "" : call.targets().getFirst().model();
  }

  /** Code of the refusal, word of the failure, cause of leaving; empty when served. */
  String reason() {
    return switch (outcome) {
      case Outcome.Served s -> "";
      case Outcome.Refused r -> r.reason().code();
      case Outcome.Failed f -> f.failure();
      case Outcome.Abandoned a -> a.cause();
    };
  }
}
