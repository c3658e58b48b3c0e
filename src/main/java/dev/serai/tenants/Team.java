package dev.serai.tenants;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.serai.admin.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A team as admins see it.
 *
 * @param keycloakGroup path of the group that it follows, empty = none
 * @param defaultPolicy name of the routing policy that its keys and sessions inherit, empty = the
 *     organization's
 */
@Schema(name = "Team")
record Team(
    String id,
    String name,
    String keycloakGroup,
    String defaultPolicy,
    @Schema(allowableValues = {"api", "file", "environment"}) String managedBy) {
  /**
   * @param members up to 500, by name; none for who may not see users and is none of them
   */
  @Schema(name = "TeamDetail")
  record Detail(
      String id,
      String name,
      String keycloakGroup,
      String defaultPolicy,
      String managedBy,
      int memberCount,
      List<Member> members) {}

  /** For the audit log the team alone, for its version all that is shown. */
  record Shown(@JsonValue Team team, Detail detail) implements Versioned {
    @Override
    public Object version() {
      return detail;
    }
  }

  @Schema(name = "TeamMember")
  record Member(String id, String name) {}

  @Schema(name = "NewTeam")
  record New(String name, @Nullable String defaultPolicy) {}

  /** Fields left out stay as they are. */
  @Schema(name = "TeamPatch")
  record Patch(@Nullable String name, @Nullable String defaultPolicy) {}
}
