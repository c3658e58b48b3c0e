package dev.serai.call;

import java.time.Duration;

/**
 * One account at a provider. Carries the circuit breaker under its id.
 *
 * @param room how many calls it serves at one time
 * @param weight among its equals, 1 to {@link Rank#WEIGHT_MAX}
 */
public record Credential(
    String id, String name, String provider, Secret secret, Room room, int weight) {
  public Credential(String id, String name, String provider, Secret secret) {
    this(id, name, provider, secret, Room.UNBOUNDED, 1);
  }

  /**
   * Per replica.
   *
   * @param connections calls at one time, 0 = any number
   * @param queue calls that may wait for one of them to end
   * @param queueWait the longest that each does, then the next candidate is tried
   */
  public record Room(int connections, int queue, Duration queueWait) {
    public static final Duration USUAL_WAIT = Duration.ofSeconds(10);
    public static final Room UNBOUNDED = new Room(0, 0, USUAL_WAIT);
  }
}
