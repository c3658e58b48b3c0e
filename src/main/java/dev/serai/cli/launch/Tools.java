package dev.serai.cli.launch;

import java.util.List;
import java.util.Optional;

/** The tools that can be launched, in the order in which help lists them. */
public final class Tools {
  private static final List<Tool> ALL =
      List.of(
          new Claude(),
          new Codex(),
          new Gemini(),
          new Opencode(),
          new Copilot(),
          new Qwen(),
          new Cline(),
          new Continue(),
          new Pi());

  private Tools() {}

  public static List<Tool> all() {
    return ALL;
  }

  /** By what users type, or by its program. */
  public static Optional<Tool> named(String name) {
    return ALL.stream()
        .filter(tool -> tool.name().equals(name) || tool.facts().binary().equals(name))
        .findFirst();
  }
}
