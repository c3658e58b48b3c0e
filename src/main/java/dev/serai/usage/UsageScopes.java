package dev.serai.usage;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.Installation;
import dev.serai.admin.Problem;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds out what the actor of this request may be told, and refuses questions that go beyond. */
final class UsageScopes {
  private final JdbcClient jdbc;
  private final Installation installation;

  UsageScopes(DataSource dataSource, Installation installation) {
    jdbc = JdbcClient.create(dataSource);
    this.installation = installation;
  }

  /**
   * @param needed to be told of a call
   */
  UsageScope of(Permission needed) {
    Actor actor = Acting.actor().orElse(null);
    if (actor == null) return UsageScope.ALL;
    Grants.Where where = actor.grants().where(needed);
    boolean runs = where.everywhere() && actor.organization().equals(installation.organization());
    return new UsageScope(
        actor.organization(),
        runs,
        where,
        actor.grants().where(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL),
        actor.kind() == Actor.Kind.USER ? actor.id() : "",
        false,
        covers(actor.grants().where(Permission.GATEWAY_SPEND_VIEW), where));
  }

  /**
   * Their own calls, wherever they were made.
   *
   * @throws Problem 403 when the actor is no user
   */
  UsageScope own() {
    Actor actor =
        Acting.actor()
            .filter(someone -> someone.kind() == Actor.Kind.USER)
            .orElseThrow(
                () ->
                    new Problem(
                        HttpStatus.FORBIDDEN, "forbidden", "Only a user has usage of their own."));
    Grants.Where nowhere = Grants.none(actor.organization()).where(Permission.GATEWAY_USAGE_VIEW);
    return new UsageScope(actor.organization(), false, nowhere, nowhere, actor.id(), true, true);
  }

  private static boolean covers(Grants.Where wider, Grants.Where where) {
    return wider.everywhere()
        || !where.everywhere()
            && wider.teams().containsAll(where.teams())
            && wider.projects().containsAll(where.projects());
  }

  /**
   * @throws Problem 403 that names what is asked of more than the actor may be told; what is not
   *     there is told from what is somebody else's by nobody but who sees everything
   */
  void check(Map<UsageBy, String> only, UsageScope scope) {
    if (scope.organization().isEmpty()) return;
    only.forEach(
        (by, wanted) -> {
          if (!allowed(by, UsageRecord.clean(wanted), scope)) throw beyond(by);
        });
  }

  private boolean allowed(UsageBy by, String wanted, UsageScope scope) {
    if (by == UsageBy.ORGANIZATION) return any(OWN_ORGANIZATION, wanted, scope);
    if (scope.own() || scope.where().everywhere()) return true;
    return switch (by) {
      case TEAM -> any(TEAM, wanted, scope);
      case PROJECT -> any(PROJECT, wanted, scope);
      case KEY -> any(KEY, wanted, scope);
      default -> true;
    };
  }

  private static final String OWN_ORGANIZATION =
      "select exists (select from organizations where id = :scopeOrganization"
          + " and :wanted in (id, name)) or :wanted = :scopeOrganization";

  private static final String TEAM =
      """
      select exists (select from teams where organization_id = :scopeOrganization
        and :wanted in (id, name) and id = any (:scopeTeams))
      """;

  private static final String PROJECT =
      """
      select exists (select from projects where organization_id = :scopeOrganization
        and :wanted in (id, name) and (team_id = any (:scopeTeams) or id = any (:scopeProjects)))
      """;

  private static final String KEY =
      """
      select exists (select from virtual_keys k join projects p on p.id = k.project_id
        where p.organization_id = :scopeOrganization and :wanted in (k.id, k.name)
          and (p.team_id = any (:scopeTeams) or p.id = any (:scopeProjects)))
      """;

  private boolean any(String sql, String wanted, UsageScope scope) {
    return scope.bind(jdbc.sql(sql)).param("wanted", wanted).query(Boolean.class).single();
  }

  private static Problem beyond(UsageBy by) {
    return new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "You may not be told the usage of this " + by.word() + ".",
        java.util.List.of(
            new Problem.Field(by.word(), "one that you may see the usage of, or nothing")));
  }
}
