package dev.serai.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A user as those see them who may see users.
 *
 * @param teams ids, in the order of the teams' names
 * @param realmRoles as Keycloak last told
 */
@Schema(name = "User")
record UserView(
    String id,
    String name,
    String email,
    @Schema(allowableValues = {"active", "left"}) String status,
    List<String> teams,
    List<String> realmRoles) {

  static UserView of(User user) {
    return new UserView(
        user.id(),
        user.name(),
        user.email(),
        user.status().text(),
        user.teams(),
        user.realmRoles().stream().sorted().toList());
  }
}
