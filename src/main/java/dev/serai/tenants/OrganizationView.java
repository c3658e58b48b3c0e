package dev.serai.tenants;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An organization as admins see it.
 *
 * @param defaultPolicy name of the routing policy of keys and sessions that neither name one nor
 *     inherit a team's, empty = the installation's default
 */
@Schema(name = "Organization")
record OrganizationView(
    String id,
    String name,
    String defaultPolicy,
    @Schema(allowableValues = {"api", "file", "environment"}) String managedBy) {
  @Schema(name = "NewOrganization")
  record New(String name) {}

  /** Fields left out stay as they are. */
  @Schema(name = "OrganizationPatch")
  record Patch(@Nullable String name, @Nullable String defaultPolicy) {}
}
