package dev.serai.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a key of one's own, for a tool that cannot be launched. */
final class PersonalKey {
  /** It lies in a settings file or a shell, and nobody thinks of it again. */
  static final String USUAL = "90d";

  static final String NEVER = "never";

  @Option(
      names = "--tool",
      paramLabel = "<tool>",
      description = "A personal key for it: cursor, vscode, continue, …")
  @Nullable String tool;

  @Option(
      names = "--device",
      paramLabel = "<name>",
      description = "With --tool: where it will be; one key each (this machine and the tool)")
  @Nullable String device;

  @Option(names = "--replace", description = "With --tool: end the key that the device has")
  boolean replace;

  /** Without a tool the others make no sense. */
  void checkAlone() {
    if (device != null || replace)
      throw Failure.usage("--device and --replace are about a personal key", "add: --tool <tool>");
  }

  /** As {@code POST /api/me/keys} takes it. */
  Map<String, Object> wanted(@Nullable String expires) {
    return wanted(Objects.requireNonNull(tool), device, replace, expires);
  }

  /**
   * @param device null = this machine and the tool
   * @param expires as people write it; null = the usual time
   */
  static Map<String, Object> wanted(
      String tool, @Nullable String device, boolean replace, @Nullable String expires) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("tool", tool);
    wanted.put("device", device == null ? Device.name() + "-" + tool : device);
    if (replace) wanted.put("replace", true);
    if (!NEVER.equals(expires))
      wanted.put("expiresAt", Expiry.parse(span(expires), Instant.now()).toString());
    return wanted;
  }

  /** ", good for 90d". */
  static String ends(@Nullable String expires) {
    return NEVER.equals(expires) ? ", without an end" : ", good for " + span(expires);
  }

  private static String span(@Nullable String expires) {
    return expires == null ? USUAL : expires;
  }

  List<String> paste(Settings settings) {
    return KeyPaste.lines(Objects.requireNonNull(tool), settings.url().value()).stream()
        .map(line -> "  " + line)
        .toList();
  }
}
