package dev.serai.identity;

import dev.serai.access.BuiltInRole;
import dev.serai.admin.Mutations;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.tenants.User;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody has to be the first who may do everything: in an organization without an administrator
 * the user who signs in first, or the one whose verified address was named.
 */
final class FirstAdmin {
  private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

  private final JdbcClient jdbc;
  private final Changes changes;
  private final Mutations mutations;
  private final String email;

  /**
   * @param email of the only user who may become it, empty = whoever comes first
   */
  FirstAdmin(JdbcClient jdbc, Changes changes, Mutations mutations, String email) {
    this.jdbc = jdbc;
    this.changes = changes;
    this.mutations = mutations;
    this.email = email.strip();
  }

  /**
   * Inside the transaction of the sign-in.
   *
   * @return whether the user was made the administrator; visible after {@link #visible}
   */
  boolean consider(User user, VerifiedToken token) {
    if (!email.isEmpty() && !(token.emailVerified() && email.equalsIgnoreCase(token.email())))
      return false;
    if (exists(user.organizationId())) return false;
    long revision = changes.bump(); // from here on no other sign-in is in between
    if (exists(user.organizationId())) return false;
    String id = RequestId.next();
    jdbc.sql(
            """
            insert into role_bindings (id, organization_id, subject_kind, subject_id, role,
              place_kind, place_id, revision)
            values (:id, :organization, 'user', :user, :role, 'organization', :organization,
              :revision)
            on conflict do nothing
            """)
        .param("id", id)
        .param("organization", user.organizationId())
        .param("user", user.id())
        .param("role", BuiltInRole.ADMIN.text())
        .param("revision", revision)
        .update();
    mutations.created(
        "role-binding.create",
        "role-binding",
        id,
        Map.of("user", user.id(), "role", BuiltInRole.ADMIN.text(), "place", "organization"));
    return true;
  }

  /** After the transaction: the very request that signed in may need it. */
  void visible() {
    try {
      changes.refreshNow();
    } catch (Changes.NotYetVisible _) {
      log.warn("the first administrator is stored, not yet visible");
    }
  }

  private boolean exists(String organization) {
    return jdbc.sql(
            """
            select exists (select 1 from role_bindings where organization_id = :organization
              and role = :role and place_kind = 'organization' and place_id = :organization)
            """)
        .param("organization", organization)
        .param("role", BuiltInRole.ADMIN.text())
        .query(Boolean.class)
        .single();
  }
}
