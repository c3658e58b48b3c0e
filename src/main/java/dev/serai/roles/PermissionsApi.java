package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Permission;
import dev.serai.access.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue: everybody who signed in may read it. */
@RestController
@RequestMapping(path = "/api/permissions", produces = "application/json")
@Tag(name = "roles")
class PermissionsApi {
  /**
   * @param apart not part of {@code manage}: has to be granted by name
   * @param roles built-in ones that have it
   */
  @Schema(name = "Permission")
  record Known(
      String permission,
      String resource,
      String action,
      String allows,
      boolean apart,
      List<String> roles) {
    static Known of(Permission permission) {
      String text = permission.text();
      return new Known(
          text,
          permission.resource(),
          text.substring(text.indexOf(':') + 1),
          permission.allows(),
          permission.apart(),
          Arrays.stream(BuiltInRole.values())
              .filter(role -> role.permissions().stream().anyMatch(p -> p.implies(permission)))
              .map(BuiltInRole::text)
              .toList());
    }
  }

  @Schema(name = "Permissions")
  record Catalogue(List<Known> permissions) {}

  @Requires(Permission.ORGANIZATION_VIEW)
  @GetMapping
  @Operation(
      operationId = "listPermissions",
      summary = "Every permission, what it allows, and which built-in roles have it")
  Catalogue list() {
    return new Catalogue(Arrays.stream(Permission.values()).map(Known::of).toList());
  }
}
