package dev.serai.keys;

import dev.serai.admin.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that a user makes for himself; everything may be left out.
 *
 * @param device that it is to lie on: there is one key for each
 * @param tool that it is meant for, kept with the key and not looked at again
 * @param replace whether a key that the device has is to be revoked, rather than be in the way
 */
public record NewPersonalKey(
    String device, String tool, @Nullable Instant expiresAt, boolean replace) {
  static final String WITHOUT_DEVICE = "default";

  private static final Pattern DEVICE =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:+-]{0,89}");

  public NewPersonalKey {
    device = checked("device", device);
    tool = checked("tool", tool);
  }

  /** Of the key: unique in the project, so that a device has one. */
  String name() {
    return device.isEmpty() ? WITHOUT_DEVICE : "device-" + device;
  }

  Map<String, String> metadata() {
    return tool.isEmpty() ? Map.of() : Map.of("tool", tool);
  }

  private static String checked(String field, @Nullable String given) {
    String text = Objects.requireNonNullElse(given, "").strip();
    if (!text.isEmpty() && !DEVICE.matcher(text).matches())
      throw Problem.invalid(
          field, "1 to 90 letters, digits, spaces or . _ @ : + -, starting with a letter or digit");
    return text;
  }
}
