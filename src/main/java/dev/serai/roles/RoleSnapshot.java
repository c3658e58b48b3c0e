package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.roles.RoleRows.BindingRow;
import dev.serai.roles.RoleRows.RoleRow;
import dev.serai.roles.RoleRows.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every binding grants, at one moment.
 *
 * @param grants by whom they are given to
 * @param broken roles that are not understood: why, by id
 */
record RoleSnapshot(Version version, Map<Subject, List<Grant>> grants, Map<String, String> broken) {
  static final RoleSnapshot NONE = new RoleSnapshot(new Version(0, 0, 0, 0), Map.of(), Map.of());

  /**
   * @param id of a user or a team; no two things have the same
   */
  record Subject(String organization, String id) {}

  private record Name(String organization, String role) {}

  static RoleSnapshot of(Version version, List<RoleRow> roles, List<BindingRow> bindings) {
    Map<Name, Set<Permission>> own = new HashMap<>();
    Map<String, String> broken = new TreeMap<>();
    for (RoleRow role : roles) {
      own.put(new Name(role.organization(), role.name()), role.permissions().permissions());
      if (!role.permissions().broken().isEmpty())
        broken.put(role.id(), role.permissions().broken());
    }
    Map<Subject, List<Grant>> grants = new HashMap<>();
    for (BindingRow binding : bindings) {
      Set<Permission> permissions =
          BuiltInRole.of(binding.role())
              .map(BuiltInRole::permissions)
              .orElseGet(
                  () ->
                      own.getOrDefault(new Name(binding.organization(), binding.role()), Set.of()));
      if (permissions.isEmpty()) continue;
      grants
          .computeIfAbsent(
              new Subject(binding.organization(), binding.subject()), _ -> new ArrayList<>(1))
          .add(new Grant(binding.kind(), binding.place(), permissions));
    }
    return new RoleSnapshot(version, grants, broken);
  }

  List<Grant> of(String organization, String subject) {
    return grants.getOrDefault(new Subject(organization, subject), List.of());
  }
}
