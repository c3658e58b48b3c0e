package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;

/**
 * A role as admins see it.
 *
 * @param id the name, of a built-in one
 * @param permissions in the order of the catalogue; none when it is broken
 * @param builtIn cannot be changed
 * @param broken why its stored permissions are not understood and grant nothing; empty when they
 *     are
 */
@Schema(name = "Role")
record RoleView(String id, String name, List<String> permissions, boolean builtIn, String broken) {
  static RoleView of(BuiltInRole role) {
    return new RoleView(
        role.text(), role.text(), PermissionList.texts(role.permissions()), true, "");
  }

  static RoleView of(String id, String name, PermissionList list) {
    return new RoleView(id, name, PermissionList.texts(list.permissions()), false, list.broken());
  }

  Set<Permission> granted() {
    return broken.isEmpty() && !permissions.isEmpty() ? PermissionList.sent(permissions) : Set.of();
  }
}
