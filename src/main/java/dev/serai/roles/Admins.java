package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.call.RequestId;
import dev.serai.tenants.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who is admin of an organization: by a binding of {@code admin} there, a user's own or a team's,
 * or by a role of Keycloak's realm. Asks the database.
 */
@Component
public class Admins {
  private final JdbcClient jdbc;
  private final BindingStore store;

  Admins(JdbcClient jdbc, BindingStore store) {
    this.jdbc = jdbc;
    this.store = store;
  }

  /** Whether an active user is admin. */
  public boolean are(String organization) {
    return beside(organization, "");
  }

  /** Whether one is, though that binding were not there. */
  boolean beside(String organization, String bindingId) {
    return store.adminBeside(
        organization, bindingId, RoleGrants.realmAdmins().toArray(String[]::new));
  }

  /** Whether there ever was one: then nobody comes first any more. */
  public boolean were(String organization) {
    return jdbc.sql("select had_admin from organizations where id = ?")
        .param(organization)
        .query(Boolean.class)
        .single();
  }

  /** Whether one of these roles of the realm makes an admin. */
  public static boolean ofRealm(Collection<String> realmRoles) {
    return !Collections.disjoint(realmRoles, RoleGrants.realmAdmins());
  }

  /** In a transaction that holds the change counter. */
  public void remember(String organization) {
    jdbc.sql("update organizations set had_admin = true where id = ? and not had_admin")
        .param(organization)
        .update();
  }

  /**
   * In a transaction that holds the change counter. Writes nothing to the audit log.
   *
   * @return id of the binding
   */
  public String make(User user, long revision) {
    String organization = user.organizationId();
    Binding binding =
        new Binding(
            RequestId.next(),
            new Binding.Subject("user", user.id(), user.name()),
            BuiltInRole.ADMIN.text(),
            new Binding.At("organization", organization, "", ""),
            Instant.now().truncatedTo(ChronoUnit.MICROS));
    store.insert(organization, binding, revision);
    remember(organization);
    return binding.id();
  }
}
