package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What admins do with teams, in the current organization. */
@Component
final class Teams {
  private static final int MEMBERS_MAX = 500;
  private static final String SELECT =
      """
      select id, name, coalesce(keycloak_group, '') as keycloak_group, default_policy, managed_by
      from teams where organization_id = :organization
      """;

  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final TenantRules rules;
  private final Mutations mutations;
  private final ObjectProvider<Dissolution> dissolutions;

  Teams(
      JdbcClient jdbc,
      Tenants tenants,
      TenantRules rules,
      Mutations mutations,
      ObjectProvider<Dissolution> dissolutions) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.rules = rules;
    this.mutations = mutations;
    this.dissolutions = dissolutions;
  }

  Page<Team> list(String q, String after, int limit) {
    Grants.Where where = Acting.where(Permission.TEAMS_VIEW);
    List<Team> found =
        jdbc.sql(
                SELECT
                    + """
                       and (:everywhere or id = any (:teams))
                       and (:q = '' or strpos(lower(name), lower(:q)) > 0)
                       and (:after = '' or id < :after)
                      order by id desc limit :limit
                      """)
            .param("organization", organization())
            .param("everywhere", where.everywhere())
            .param("teams", where.teams().toArray(String[]::new))
            .param("q", q)
            .param("after", after)
            .param("limit", Page.checked(limit) + 1)
            .query(Team.class)
            .list();
    return Page.of(found, limit, Team::id);
  }

  Team.Detail get(String id) {
    Team team = find(id).orElseThrow(() -> absent(id));
    TenantRules.check(
        Permission.TEAMS_VIEW, Permission.TEAMS_VIEW, place(team.id()), () -> absent(id));
    return detail(team);
  }

  private Team.Detail detail(Team team) {
    int count =
        jdbc.sql("select count(*) from team_members where team_id = ?")
            .param(team.id())
            .query(Integer.class)
            .single();
    boolean shown = Acting.may(Permission.USERS_VIEW, place(team.id())) || isMember(team.id());
    return new Team.Detail(
        team.id(),
        team.name(),
        team.keycloakGroup(),
        team.defaultPolicy(),
        team.managedBy(),
        count,
        shown ? members(team.id()) : List.of());
  }

  private List<Team.Member> members(String team) {
    return jdbc.sql(
            """
            select p.id, p.name from team_members m join principals p on p.id = m.principal_id
            where m.team_id = ? order by p.name, p.id limit ?
            """)
        .params(team, MEMBERS_MAX)
        .query(Team.Member.class)
        .list();
  }

  private boolean isMember(String team) {
    return jdbc.sql(
            "select exists (select 1 from team_members where team_id = ? and principal_id = ?)")
        .params(team, TenantRules.me())
        .query(Boolean.class)
        .single();
  }

  /** Within the transaction of a create. */
  Team create(Team.New wanted) {
    String organization = organization();
    if (!Acting.may(Permission.TEAMS_MANAGE, Place.organization(organization)))
      throw Problem.forbidden(Permission.TEAMS_MANAGE);
    String name = TenantRules.name(wanted.name());
    String policy =
        rules.policy(organization, Objects.requireNonNullElse(wanted.defaultPolicy(), ""));
    rules.revision();
    Team made = new Team(RequestId.next(), name, "", policy, "api");
    TenantRules.unlessTaken(
        "team",
        name,
        () ->
            jdbc.sql(
                    """
                    insert into teams (id, organization_id, name, default_policy)
                    values (?, ?, ?, ?)
                    """)
                .params(made.id(), organization, name, policy)
                .update());
    return mutations.created("team.create", "team", made.id(), made);
  }

  Team.Detail update(String id, Team.Patch patch, @Nullable String match) {
    long[] revision = {0};
    Team.Shown after =
        mutations.update(
            new Target("team.update", "team", id, match),
            () -> {
              revision[0] = rules.revision();
              return mine(id);
            },
            shown -> shown(changed(shown.team(), patch, revision[0])));
    return after.detail();
  }

  private Team changed(Team team, Team.Patch patch, long revision) {
    String name = patch.name() == null ? team.name() : TenantRules.name(patch.name());
    String policy =
        patch.defaultPolicy() == null
            ? team.defaultPolicy()
            : rules.policy(organization(), patch.defaultPolicy());
    boolean renamed = !name.equals(team.name());
    if (renamed && !team.keycloakGroup().isEmpty())
      throw Problem.conflict(
          "follows_group",
          "This team follows the Keycloak group " + team.keycloakGroup() + ": rename the group.");
    if (renamed && team.managedBy().equals("file"))
      throw Problem.conflict(
          "managed_by_file", "This team is named in serai.yaml: rename it there.");
    // a group of Keycloak takes the team of its name: names are not for whoever runs one team
    if (renamed && !Acting.may(Permission.TEAMS_MANAGE, Place.organization(organization())))
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "Another name takes the permission "
              + Permission.TEAMS_MANAGE.text()
              + " at the whole organization.");
    TenantRules.unlessTaken(
        "team",
        name,
        () ->
            jdbc.sql("update teams set name = ?, default_policy = ? where id = ?")
                .params(name, policy, team.id())
                .update());
    if (renamed) rules.renamed(Renamed.Kind.TEAM, team.id(), name, revision);
    return new Team(team.id(), name, team.keycloakGroup(), policy, team.managedBy());
  }

  void delete(String id, @Nullable String match) {
    mutations.delete(
        new Target("team.delete", "team", id, match),
        () -> {
          rules.revision();
          return mine(id);
        },
        () -> {
          dissolutions.orderedStream().forEach(each -> each.dissolved(organization(), id));
          int gone =
              jdbc.sql(
                      """
                      delete from teams t where id = ?
                        and not exists (select 1 from projects where team_id = t.id)
                        and not exists (select 1 from team_members where team_id = t.id)
                      """)
                  .param(id)
                  .update();
          if (gone == 0)
            throw Problem.conflict(
                "team_not_empty", "This team has projects or members: move them first.");
        });
  }

  private Team.Shown shown(Team team) {
    return new Team.Shown(team, detail(team));
  }

  /** To change it. */
  private Team.Shown mine(String id) {
    Team team = find(id).orElseThrow(() -> absent(id));
    TenantRules.check(
        Permission.TEAMS_MANAGE, Permission.TEAMS_VIEW, place(team.id()), () -> absent(id));
    return shown(team);
  }

  private Optional<Team> find(String id) {
    return jdbc.sql(SELECT + " and id = :id")
        .param("organization", organization())
        .param("id", id)
        .query(Team.class)
        .optional();
  }

  private Place place(String team) {
    return Place.team(organization(), team);
  }

  private String organization() {
    return tenants.current().id();
  }

  private static Problem absent(String id) {
    return Problem.notFound("team", id);
  }
}
