package dev.serai.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a key of one's own, for a tool that cannot be launched. */
final class PersonalKey {
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
  Map<String, Object> wanted() {
    Map<String, Object> wanted = new LinkedHashMap<>();
    String named = Objects.requireNonNull(tool);
    wanted.put("tool", named);
    wanted.put("device", device == null ? Device.name() + "-" + named : device);
    if (replace) wanted.put("replace", true);
    return wanted;
  }

  List<String> paste(Settings settings) {
    return KeyPaste.lines(Objects.requireNonNull(tool), settings.url().value()).stream()
        .map(line -> "  " + line)
        .toList();
  }
}
