package dev.serai.offboarding;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How closely Keycloak is followed.
 *
 * @param poll pause between two looks at its events
 * @param sweep pause between two comparisons of all its users and sessions with ours
 */
@ConfigurationProperties("serai.keycloak")
record WatchSettings(@DefaultValue("1s") Duration poll, @DefaultValue("60s") Duration sweep) {
  WatchSettings {
    if (poll.compareTo(Duration.ofMillis(100)) < 0)
      throw new IllegalArgumentException("serai.keycloak.poll: " + poll + " (expected: >= 100ms)");
    if (sweep.compareTo(poll) < 0)
      throw new IllegalArgumentException(
          "serai.keycloak.sweep: " + sweep + " (expected: >= serai.keycloak.poll)");
  }
}
