package dev.serai.roles;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * Somebody has a role somewhere.
 *
 * @param role by name
 */
@Schema(name = "RoleBinding")
record Binding(String id, Subject subject, String role, At place, Instant createdAt) {
  /**
   * Who has it.
   *
   * @param kind {@code user} or {@code team}: everybody in it
   * @param name empty when it is not there any more
   */
  @Schema(name = "RoleBindingSubject")
  record Subject(String kind, String id, String name) {}

  /**
   * Where it holds.
   *
   * @param kind {@code organization}, {@code team} or {@code project}
   * @param team that the project is in, empty for none and for other kinds
   */
  @Schema(name = "RoleBindingPlace")
  record At(String kind, String id, String name, String team) {}
}
