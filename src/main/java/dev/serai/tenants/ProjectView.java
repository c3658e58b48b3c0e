package dev.serai.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A project as admins see it.
 *
 * @param team id, empty = none, likewise the name
 * @param personal whether it is that of a single user, and then whose
 * @param owner id of the user, empty = nobody's
 */
@Schema(name = "Project")
record ProjectView(
    String id,
    String name,
    String team,
    String teamName,
    boolean personal,
    String owner,
    @Schema(allowableValues = {"api", "file", "environment"}) String managedBy) {
  /**
   * @param team name or id, empty or left out = none
   */
  @Schema(name = "NewProject")
  record New(String name, @Nullable String team) {}

  /**
   * Fields left out stay as they are.
   *
   * @param team name or id, empty = none
   */
  @Schema(name = "ProjectPatch")
  record Patch(@Nullable String name, @Nullable String team) {}
}
