package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What admins do with service accounts, in the current organization. They are of no team, so the
 * permission has to hold for the whole organization.
 */
@Component
final class ServiceAccounts {
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final TenantRules rules;
  private final Archiving archiving;
  private final Mutations mutations;

  ServiceAccounts(
      JdbcClient jdbc,
      Tenants tenants,
      TenantRules rules,
      Archiving archiving,
      Mutations mutations) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.rules = rules;
    this.archiving = archiving;
    this.mutations = mutations;
  }

  Page<ServiceAccount> list(String q, String after, int limit) {
    if (!Acting.may(Permission.USERS_VIEW, place())) return new Page<>(List.of(), "");
    List<ServiceAccount> found =
        jdbc.sql(
                """
                select id, name from principals
                where organization_id = :organization and kind = 'service' and status = 'active'
                  and (:q = '' or strpos(lower(name), lower(:q)) > 0)
                  and (:after = '' or id < :after)
                order by id desc limit :limit
                """)
            .param("organization", organization())
            .param("q", q)
            .param("after", after)
            .param("limit", Page.checked(limit) + 1)
            .query(ServiceAccount.class)
            .list();
    return Page.of(found, limit, ServiceAccount::id);
  }

  ServiceAccount get(String id) {
    TenantRules.check(Permission.USERS_VIEW, Permission.USERS_VIEW, place(), () -> absent(id));
    return find(id);
  }

  /** Within the transaction of a create. */
  ServiceAccount create(ServiceAccount.Named wanted) {
    if (!Acting.may(Permission.USERS_MANAGE, place()))
      throw Problem.forbidden(Permission.USERS_MANAGE);
    String name = TenantRules.name(wanted.name());
    rules.revision();
    ServiceAccount made = new ServiceAccount(RequestId.next(), name);
    TenantRules.unlessTaken(
        "service account",
        name,
        () ->
            jdbc.sql(
                    """
                    insert into principals (id, organization_id, kind, name)
                    values (?, ?, 'service', ?)
                    """)
                .params(made.id(), organization(), name)
                .update());
    return mutations.created("service-account.create", "service-account", made.id(), made);
  }

  /**
   * What was used in its name stays; its name is free again.
   *
   * @param force with the keys that work in its name, wherever they are
   */
  void delete(String id, boolean force, @Nullable String match) {
    long[] revision = {0};
    mutations.delete(
        new Target("service-account.delete", "service-account", id, match),
        () -> {
          revision[0] = rules.revision();
          return manageable(id);
        },
        () -> {
          archiving.end(Archival.Kind.SERVICE_ACCOUNT, id, force, revision[0]);
          jdbc.sql("update principals set status = 'left' where id = ?").param(id).update();
        });
  }

  private ServiceAccount manageable(String id) {
    TenantRules.check(Permission.USERS_MANAGE, Permission.USERS_VIEW, place(), () -> absent(id));
    return find(id);
  }

  ServiceAccount rename(String id, ServiceAccount.Named wanted, @Nullable String match) {
    long[] revision = {0};
    return mutations.update(
        new Target("service-account.update", "service-account", id, match),
        () -> {
          revision[0] = rules.revision();
          return manageable(id);
        },
        was -> {
          String name = TenantRules.name(wanted.name());
          TenantRules.unlessTaken(
              "service account",
              name,
              () ->
                  jdbc.sql("update principals set name = ? where id = ?")
                      .params(name, id)
                      .update());
          if (!name.equals(was.name()))
            rules.renamed(Renamed.Kind.PRINCIPAL, id, name, revision[0]);
          return new ServiceAccount(id, name);
        });
  }

  private ServiceAccount find(String id) {
    return jdbc.sql(
            """
            select id, name from principals
            where organization_id = ? and id = ? and kind = 'service' and status = 'active'
            """)
        .params(organization(), id)
        .query(ServiceAccount.class)
        .optional()
        .orElseThrow(() -> absent(id));
  }

  private Place place() {
    return Place.organization(organization());
  }

  private String organization() {
    return tenants.current().id();
  }

  private static Problem absent(String id) {
    return Problem.notFound("service account", id);
  }
}
