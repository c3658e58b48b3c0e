package dev.serai.keys;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a key; null leaves it as it is.
 *
 * @param expiresAt {@link Instant#MAX} = never again
 */
public record KeyChange(
    @Nullable String policy,
    @Nullable Integer requestsPerMinute,
    @Nullable Instant expiresAt,
    @Nullable Map<String, String> metadata) {

  /** Takes the date away. */
  public static final Instant NEVER = Instant.MAX;

  public KeyChange {
    if (policy != null) policy = KeyRules.policy(policy);
    if (requestsPerMinute != null) KeyRules.requestsPerMinute(requestsPerMinute);
    if (metadata != null) metadata = KeyRules.metadata(metadata);
  }
}
