package dev.serai.pipeline;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a call's candidates so far, for its record and for what its client is told. On the
 * call's event loop only.
 */
final class Trail {
  private final List<Attempt> attempts = new ArrayList<>(1);
  private final List<String> failures = new ArrayList<>(0);

  /** Nothing was sent to it. */
  void skipped(Candidate candidate, String why) {
    attempts.add(attempt(candidate, 0, why, micros(), 0, ""));
    failures.add(name(candidate) + " " + why);
  }

  /**
   * @param status 0 = there was no answer
   * @param failure empty = it served the call
   */
  void ended(Attempting attempt, int status, String failure) {
    long took = attempt.nanos() / 1000;
    Candidate candidate = attempt.candidate;
    attempts.add(attempt(candidate, status, failure, micros() - took, took, attempt.spanId));
    if (!failure.isEmpty())
      failures.add(name(candidate) + " " + (status == 0 ? failure : Integer.toString(status)));
  }

  /** The call with its attempts. */
  Call of(Call call) {
    return call.withAttempts(attempts);
  }

  /** In the words of refusals: who failed, and how. */
  List<String> failures() {
    return failures;
  }

  private static Attempt attempt(
      Candidate candidate, int status, String failure, long startedAt, long took, String spanId) {
    return new Attempt(
        candidate.provider().name(),
        candidate.credential().name(),
        candidate.model(),
        status,
        failure,
        startedAt,
        took,
        spanId);
  }

  private static String name(Candidate candidate) {
    return candidate.credential().name().isEmpty()
        ? candidate.provider().name()
        : candidate.provider().name() + "/" + candidate.credential().name();
  }

  private static long micros() {
    return System.currentTimeMillis() * 1000;
  }
}
