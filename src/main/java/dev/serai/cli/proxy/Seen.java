package dev.serai.cli.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What came by, for the line at the end.
 *
 * @param requests that were let in, answered or not
 * @param lastRefusal null when nothing was refused, or only for want of a connection that is back
 */
public record Seen(long requests, @Nullable Refusal lastRefusal) {
  /**
   * A no of the gateway, or of the proxy in its place.
   *
   * @param code as in {@code x-serai-refusal}; of the proxy: {@code gateway_unreachable}, {@code
   *     sign_in_failed} or {@code sign_in_unavailable}
   * @param sentence as the agent was told it
   */
  public record Refusal(String code, String sentence) {}
}
