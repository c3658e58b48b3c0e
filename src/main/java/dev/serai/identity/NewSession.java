package dev.serai.identity;

import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session to be made.
 *
 * @param project name or id, empty = one's personal project
 * @param tool that will call, such as {@code claude}
 * @param device that it runs on, as its user calls it
 * @param duration null = the usual one
 */
public record NewSession(
    @Nullable String project,
    String tool,
    String device,
    @Nullable SessionLimits limits,
    @Schema(type = "string", format = "duration", example = "PT12H") @Nullable Duration duration) {
  private static final int LONGEST = 100;

  public NewSession {
    project = project == null ? "" : project.strip();
    tool = line("tool", tool);
    device = line("device", device);
    // it is a part of the paths that end what is on it
    if (device.chars().anyMatch(c -> "/\\;%".indexOf(c) >= 0))
      throw Problem.invalid("device", "no / \\ ; or %");
  }

  String inProject() {
    return project == null ? "" : project;
  }

  SessionLimits caps() {
    return limits == null ? SessionLimits.NONE : limits;
  }

  private static String line(String field, @Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    if (stripped.isEmpty()
        || stripped.length() > LONGEST
        || stripped.chars().anyMatch(Character::isISOControl))
      throw Problem.invalid(field, "1 to " + LONGEST + " characters on one line");
    return stripped;
  }
}
