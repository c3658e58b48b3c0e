package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Place;
import dev.serai.database.Changes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a user may do: all that was granted to the user and to the user's teams, added up. From
 * memory; a binding that is taken away is gone on all replicas within a second.
 */
@Component
public class RoleGrants {
  /** Roles of Keycloak's realm that mean a built-in role at the whole organization. */
  private static final Map<String, BuiltInRole> OF_REALM =
      Map.of("serai-admin", BuiltInRole.ADMIN, "serai-auditor", BuiltInRole.AUDITOR);

  private static final Set<String> REALM_ADMINS =
      OF_REALM.entrySet().stream()
          .filter(role -> role.getValue() == BuiltInRole.ADMIN)
          .map(Map.Entry::getKey)
          .collect(Collectors.toUnmodifiableSet());

  private static final Logger log = LoggerFactory.getLogger(RoleGrants.class);

  private final RoleRows rows;
  private volatile RoleSnapshot snapshot = RoleSnapshot.NONE;

  public RoleGrants(JdbcClient jdbc, Changes changes) {
    this.rows = new RoleRows(jdbc);
    changes.onChange(this::refresh);
  }

  /**
   * @param principalId of a user who signed in
   * @param teamIds that the user is a member of
   * @param realmRoles as the access token has them; unknown ones mean nothing here
   */
  public Grants of(
      String organization,
      String principalId,
      Collection<String> teamIds,
      Collection<String> realmRoles) {
    RoleSnapshot now = snapshot;
    List<Grant> all = new ArrayList<>();
    all.add(Grant.everywhere(organization, BuiltInRole.SIGNED_IN));
    for (String realmRole : realmRoles) {
      BuiltInRole role = OF_REALM.get(realmRole);
      if (role != null) all.add(Grant.everywhere(organization, role.permissions()));
    }
    all.addAll(now.of(organization, principalId));
    for (String team : teamIds) {
      all.add(new Grant(Place.Kind.TEAM, team, BuiltInRole.MEMBER.permissions()));
      all.addAll(now.of(organization, team));
    }
    return new Grants(organization, all);
  }

  /** Roles of Keycloak's realm that mean {@code admin} here. */
  static Set<String> realmAdmins() {
    return REALM_ADMINS;
  }

  private void refresh() {
    RoleRows.Version version = rows.version();
    if (version.equals(snapshot.version())) return;
    RoleSnapshot next = RoleSnapshot.of(version, rows.roles(), rows.bindings());
    next.broken()
        .forEach(
            (id, why) -> {
              if (!why.equals(snapshot.broken().get(id)))
                log.atError()
                    .addKeyValue("role", id)
                    .addKeyValue("why", why)
                    .log("a role is not understood and grants nothing");
            });
    snapshot = next;
  }
}
