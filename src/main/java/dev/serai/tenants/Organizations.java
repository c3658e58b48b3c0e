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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What admins do with organizations. Everybody has their own one; who manages the installation's
 * sees all of them, names them and makes new ones.
 */
@Component
final class Organizations {
  private static final String SELECT =
      "select id, name, default_policy, managed_by from organizations";

  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final TenantRules rules;
  private final Mutations mutations;

  Organizations(JdbcClient jdbc, Tenants tenants, TenantRules rules, Mutations mutations) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.rules = rules;
    this.mutations = mutations;
  }

  Page<OrganizationView> list(String after, int limit) {
    List<OrganizationView> found =
        jdbc.sql(
                SELECT
                    + """
                       where (:all or id = :own) and (:after = '' or id < :after)
                      order by id desc limit :limit
                      """)
            .param("all", operator())
            .param("own", tenants.current().id())
            .param("after", after)
            .param("limit", Page.checked(limit) + 1)
            .query(OrganizationView.class)
            .list();
    return Page.of(found, limit, OrganizationView::id);
  }

  OrganizationView get(String id) {
    if (!id.equals(tenants.current().id()) && !operator()) throw absent(id);
    return find(id).orElseThrow(() -> absent(id));
  }

  /** Within the transaction of a create. */
  OrganizationView create(OrganizationView.New wanted) {
    if (!operator()) throw operatorsOnly();
    String name = TenantRules.name(wanted.name());
    rules.revision();
    OrganizationView made = new OrganizationView(RequestId.next(), name, "", "api");
    TenantRules.unlessTaken(
        "organization",
        name,
        () ->
            jdbc.sql("insert into organizations (id, name) values (?, ?)")
                .params(made.id(), name)
                .update());
    return mutations.created("organization.create", "organization", made.id(), made);
  }

  OrganizationView update(String id, OrganizationView.Patch patch, @Nullable String match) {
    long[] revision = {0};
    return mutations.update(
        new Target("organization.update", "organization", id, match),
        () -> {
          revision[0] = rules.revision();
          OrganizationView organization = get(id);
          if (!operator() && !Acting.may(Permission.ORGANIZATION_MANAGE, Place.organization(id)))
            throw Problem.forbidden(Permission.ORGANIZATION_MANAGE);
          return organization;
        },
        organization -> changed(organization, patch, revision[0]));
  }

  private OrganizationView changed(
      OrganizationView was, OrganizationView.Patch patch, long revision) {
    String name = patch.name() == null ? was.name() : TenantRules.name(patch.name());
    String policy =
        patch.defaultPolicy() == null
            ? was.defaultPolicy()
            : rules.policy(was.id(), patch.defaultPolicy());
    boolean renamed = !name.equals(was.name());
    if (renamed) checkRename(was);
    TenantRules.unlessTaken(
        "organization",
        name,
        () ->
            jdbc.sql("update organizations set name = ?, default_policy = ? where id = ?")
                .params(name, policy, was.id())
                .update());
    if (renamed) rules.renamed(Renamed.Kind.ORGANIZATION, was.id(), name, revision);
    return new OrganizationView(was.id(), name, policy, was.managedBy());
  }

  private void checkRename(OrganizationView organization) {
    if (!operator()) throw operatorsOnly();
    boolean ofInstallation = organization.id().equals(tenants.organization());
    if (ofInstallation && tenants.named())
      throw Problem.conflict(
          "named_by_property", "The property serai.organization names it: change it there.");
    if (organization.managedBy().equals("file"))
      throw Problem.conflict(
          "managed_by_file", "This organization is named in serai.yaml: rename it there.");
  }

  /** Whether the actor manages the organization that runs the gateway. */
  private boolean operator() {
    return Acting.may(Permission.ORGANIZATION_MANAGE, Place.organization(tenants.organization()));
  }

  private Optional<OrganizationView> find(String id) {
    return jdbc.sql(SELECT + " where id = ?").param(id).query(OrganizationView.class).optional();
  }

  private static Problem operatorsOnly() {
    return new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "Only who manages the organization that runs this gateway names organizations.");
  }

  private static Problem absent(String id) {
    return Problem.notFound("organization", id);
  }
}
