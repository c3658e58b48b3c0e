package dev.serai.admin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who gets in at the admin port, and how often.
 *
 * @param breakGlass whether admin tokens are taken
 * @param requestsPerMinute of one actor, 0 = no end
 * @param maxBody longest body of a request
 */
@ConfigurationProperties("serai.admin")
record AdminSettings(
    @DefaultValue("true") boolean breakGlass,
    @DefaultValue("600") int requestsPerMinute,
    @DefaultValue("8MB") DataSize maxBody) {
  AdminSettings {
    if (requestsPerMinute < 0)
      throw new IllegalArgumentException(
          "serai.admin.requests-per-minute: "
              + requestsPerMinute
              + " (expected: 0 for no end, or more)");
  }
}
