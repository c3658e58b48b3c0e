package dev.serai.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the six steps. Immutable: a step returns a new one that knows
 * more. It is the body of the Camel message from {@code read-call} to the end.
 *
 * @param startedAt epoch microseconds
 * @param startedNanos {@link System#nanoTime()} of the same moment
 * @param dialect what the client speaks; errors are written in it
 * @param key hash of the presented key, {@link KeyHash#NONE} without one
 * @param targets set by step 2, in the policy's order
 * @param candidates set by step 3, in the order they are tried
 * @param attempts set by step 5, one per candidate tried
 * @param reply set by step 5; null before
 */
public record Call(
    String id,
    long startedAt,
    long startedNanos,
    Operation operation,
    Dialect dialect,
    ClientRequest request,
    Asked asked,
    KeyHash key,
    TraceContext trace,
    Cancellation cancellation,
    Caller caller,
    List<Target> targets,
    List<Candidate> candidates,
    Reservation reservation,
    List<Attempt> attempts,
    @Nullable Reply reply) {

  /** A call just read: nothing is known but what the client sent. */
  public static Call read(
      Operation operation,
      Dialect dialect,
      ClientRequest request,
      Asked asked,
      KeyHash key,
      TraceContext trace,
      Cancellation cancellation) {
    return new Call(
        RequestId.next(),
        System.currentTimeMillis() * 1000,
        System.nanoTime(),
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        Caller.UNKNOWN,
        List.of(),
        List.of(),
        Reservation.NONE,
        List.of(),
        null);
  }

  /** The body has been read. */
  public Call asking(Asked newAsked) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        newAsked,
        key,
        trace,
        cancellation,
        caller,
        targets,
        candidates,
        reservation,
        attempts,
        reply);
  }

  public Call withCaller(Caller newCaller) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        newCaller,
        targets,
        candidates,
        reservation,
        attempts,
        reply);
  }

  public Call withTargets(List<Target> newTargets) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        caller,
        newTargets,
        candidates,
        reservation,
        attempts,
        reply);
  }

  public Call withCandidates(List<Candidate> newCandidates) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        caller,
        targets,
        newCandidates,
        reservation,
        attempts,
        reply);
  }

  public Call withReservation(Reservation newReservation) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        caller,
        targets,
        candidates,
        newReservation,
        attempts,
        reply);
  }

  public Call withAttempts(List<Attempt> newAttempts) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        caller,
        targets,
        candidates,
        reservation,
        newAttempts,
        reply);
  }

  /** Ready to be answered. */
  public Call answered(Reply newReply) {
    return new Call(
        id,
        startedAt,
        startedNanos,
        operation,
        dialect,
        request,
        asked,
        key,
        trace,
        cancellation,
        caller,
        targets,
        candidates,
        reservation,
        attempts,
        newReply);
  }

  /** Id, operation and model; never a header or the body. */
  @Override
  public String toString() {
    return "Call[" + id + " " + operation + " " + asked.model() + "]";
  }
}
