package dev.serai.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the six steps. Immutable: a step returns a new one that knows
 * more. It is the body of the Camel message from {@code read-call} to the end.
 *
 * @param arrival what was known when the request had been received; its facts are also here
 * @param asked what the body asks for, {@link Asked#NOTHING} until it is read
 * @param targets set by step 2, in the policy's order
 * @param candidates set by step 3, in the order they are tried
 * @param attempts set by step 5, one per candidate tried
 * @param reply set by step 5; null before
 */
public record Call(
    Arrival arrival,
    Asked asked,
    Caller caller,
    List<Target> targets,
    List<Candidate> candidates,
    Reservation reservation,
    List<Attempt> attempts,
    @Nullable Reply reply) {

  /**
   * What does not change any more once a request is here.
   *
   * @param startedAt epoch microseconds
   * @param startedNanos {@link System#nanoTime()} of the same moment
   * @param dialect what the client speaks; errors are written in it
   * @param key hash of the presented key, {@link KeyHash#NONE} without one
   */
  public record Arrival(
      String id,
      long startedAt,
      long startedNanos,
      Operation operation,
      Dialect dialect,
      ClientRequest request,
      KeyHash key,
      TraceContext trace,
      Cancellation cancellation) {}

  /** A call just read: nothing is known but what the client sent. */
  public static Call read(
      Operation operation,
      Dialect dialect,
      ClientRequest request,
      Asked asked,
      KeyHash key,
      TraceContext trace,
      Cancellation cancellation) {
    long startedAt = System.currentTimeMillis() * 1000;
    Arrival arrival =
        new Arrival(
            RequestId.next(),
            startedAt,
            System.nanoTime(),
            operation,
            dialect,
            request,
            key,
            trace,
            cancellation);
    Caller nobody = Caller.UNKNOWN;
    return new Call(
        arrival, asked, nobody, List.of(), List.of(), Reservation.NONE, List.of(), null);
  }

  public String id() {
    return arrival.id;
  }

  /** Epoch microseconds. */
  public long startedAt() {
    return arrival.startedAt;
  }

  /** {@link System#nanoTime()} of the same moment. */
  public long startedNanos() {
    return arrival.startedNanos;
  }

  public Operation operation() {
    return arrival.operation;
  }

  /** What the client speaks. */
  public Dialect dialect() {
    return arrival.dialect;
  }

  public ClientRequest request() {
    return arrival.request;
  }

  /** Hash of the presented key, {@link KeyHash#NONE} without one. */
  public KeyHash key() {
    return arrival.key;
  }

  public TraceContext trace() {
    return arrival.trace;
  }

  public Cancellation cancellation() {
    return arrival.cancellation;
  }

  /**
   * For whom the caller asks: {@code x-serai-end-user}, else the body's own user field. The
   * caller's word, not checked; empty when it gives none.
   */
  public String endUser() {
    String named = arrival.request.headers().get("x-serai-end-user", "").strip();
    return named.isEmpty() ? asked.endUser() : named;
  }

  /** The body has been read. */
  public Call asking(Asked now) {
    return new Call(arrival, now, caller, targets, candidates, reservation, attempts, reply);
  }

  public Call withCaller(Caller now) {
    return new Call(arrival, asked, now, targets, candidates, reservation, attempts, reply);
  }

  public Call withTargets(List<Target> now) {
    return new Call(arrival, asked, caller, now, candidates, reservation, attempts, reply);
  }

  public Call withCandidates(List<Candidate> now) {
    return new Call(arrival, asked, caller, targets, now, reservation, attempts, reply);
  }

  public Call withReservation(Reservation now) {
    return new Call(arrival, asked, caller, targets, candidates, now, attempts, reply);
  }

  public Call withAttempts(List<Attempt> now) {
    return new Call(arrival, asked, caller, targets, candidates, reservation, now, reply);
  }

  /** Ready to be answered. */
  public Call answered(Reply now) {
    return new Call(arrival, asked, caller, targets, candidates, reservation, attempts, now);
  }

  /** Id, operation and model; never a header or the body. */
  @Override
  public String toString() {
    return "Call[" + id() + " " + operation() + " " + asked.model() + "]";
  }
}
