package dev.serai.offboarding;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device of a user, which is known from its keys and sessions.
 *
 * @param keys ids of those that are not revoked
 * @param openSessions how many
 * @param lastTool that a session was opened for there, empty = none was
 * @param lastSessionAt when that was
 */
@Schema(name = "Device")
public record Device(
    String device,
    List<String> keys,
    int openSessions,
    String lastTool,
    @Nullable Instant lastSessionAt) {
  public Device {
    keys = List.copyOf(keys);
  }
}
