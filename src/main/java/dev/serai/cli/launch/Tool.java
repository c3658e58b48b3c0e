package dev.serai.cli.launch;

import java.nio.file.Path;
import java.util.List;

/** A coding agent that can be started through the gateway. */
public interface Tool {
  /**
   * @param name what users type, and what sessions and usage show
   * @param title of its vendor's
   * @param binary looked for on the PATH
   * @param install how to get it
   * @param tested versions that it was tried with; others are let through with a warning
   */
  record Facts(String name, String title, String binary, String install, Versions tested) {}

  Facts facts();

  /** Puts in what makes the tool call the gate, and nothing else. */
  void draft(Plan.Draft draft);

  /** Whether {@link Wanted#models} is looked at. */
  default boolean needsModels() {
    return false;
  }

  /** Arguments that make it print its version and end. */
  default List<String> versionArguments() {
    return List.of("--version");
  }

  /**
   * Arguments that make it end what it left running.
   *
   * @param folder of the launch
   * @return empty when it left nothing
   */
  default List<String> farewell(Path folder) {
    return List.of();
  }

  default String name() {
    return facts().name();
  }

  default Plan plan(Wanted wanted) {
    Plan.Draft draft = new Plan.Draft(wanted);
    draft(draft);
    return draft.plan();
  }
}
