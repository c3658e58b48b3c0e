package dev.serai.identity;

import dev.serai.access.BuiltInRole;
import dev.serai.admin.Mutations;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.tenants.User;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody has to be the first who may do everything: in an organization without an administrator
 * the user who signs in first, or the one whose verified address was named.
 */
final class FirstAdmin {
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

  /** Inside the transaction of the sign-in. */
  void consider(User user, VerifiedToken token) {
    if (!email.isEmpty() && !(token.emailVerified() && email.equalsIgnoreCase(token.email())))
      return;
    if (exists(user.organizationId())) return;
    long revision = changes.bump(); // from here on no other sign-in is in between
    if (exists(user.organizationId())) return;
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
