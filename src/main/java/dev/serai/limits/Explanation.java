package dev.serai.limits;

/**
 * What a limit would say to a call now.
 *
 * @param standing of the quota that the call would take from
 * @param verdict one word
 * @param sentence the same for people; what a refused client would read, else why not
 */
public record Explanation(LimitStanding standing, Verdict verdict, String sentence) {
  /** In the order of how much they hinder. */
  public enum Verdict {
    /** The call may take from it. */
    PASSES,
    /** Nothing is left, but it only warns or is paused. */
    COUNTS,
    /** Running calls hold what is left. */
    WAITS,
    /** Nothing is left. */
    REFUSES
  }
}
