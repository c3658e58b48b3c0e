package dev.serai.limits;

import dev.serai.access.Acting;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Where limits are, which decides who may see and change them: where the thing is that they are
 * about. What is about a user, or about nothing that is known, is the organization's.
 */
@Component
final class LimitPlaces {
  /** SQL that brings in, for limits {@code l}, the project {@code at_project} that they are in. */
  static final String JOINS =
      """
       left join virtual_keys at_key on l.scope in ('key', 'end-user') and at_key.id = l.target
       left join sessions at_session on l.scope = 'session' and at_session.id = l.target
       left join projects at_project on at_project.organization_id = l.organization_id
        and at_project.id = case
          when l.scope = 'session' then at_session.project_id
          when l.scope = 'key' then at_key.project_id
          when l.scope = 'end-user' then coalesce(at_key.project_id, l.target)
          when l.scope = 'project' then l.target end
      """;

  /** SQL that holds, behind {@link #JOINS}, for what {@link #within} allows. */
  static final String WITHIN =
      """
       (:everywhere or at_project.team_id = any (:teams) or at_project.id = any (:projects)
        or l.scope in ('team', 'group-member') and l.target = any (:teams))
      """;

  private static final String PROJECT =
      "select at_project.id, coalesce(at_project.team_id, '') as team_id"
          + " from (values (:scope, :target, :organization)) as l (scope, target, organization_id)"
          + JOINS
          + " where at_project.id is not null";

  private final JdbcClient jdbc;

  LimitPlaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static StatementSpec within(StatementSpec select, Grants.Where where) {
    return select
        .param("everywhere", where.everywhere())
        .param("teams", where.teams().toArray(String[]::new))
        .param("projects", where.projects().toArray(String[]::new));
  }

  Place of(Limit limit) {
    String organization = limit.organization();
    return switch (limit.scope()) {
      case ORGANIZATION, USER -> Place.organization(organization);
      case TEAM, GROUP_MEMBER -> Place.team(organization, limit.target());
      case PROJECT, KEY, SESSION, END_USER ->
          jdbc.sql(PROJECT)
              .param("scope", limit.scope().word())
              .param("target", limit.target())
              .param("organization", organization)
              .query(
                  (row, _) ->
                      new Place(organization, row.getString("team_id"), row.getString("id")))
              .optional()
              .orElseGet(() -> Place.organization(organization));
    };
  }

  /**
   * @return itself
   * @throws Problem 404 when the actor may not know of it; 403 when he may, but not do this
   */
  StoredLimit permitted(StoredLimit stored, Permission needed) {
    Limit limit = stored.limit();
    if (Acting.may(needed, Place.organization(limit.organization()))) return stored;
    Place place = of(limit);
    if (Acting.may(needed, place)) return stored;
    if (Acting.may(Permission.GATEWAY_BUDGETS_VIEW, place)) throw Problem.forbidden(needed);
    throw Problem.notFound("limit", limit.id());
  }

  /**
   * @throws Problem 403 when the actor may not make it
   */
  void creatable(Limit limit) {
    Permission create = Permission.GATEWAY_BUDGETS_CREATE;
    if (!Acting.may(create, of(limit))) throw Problem.forbidden(create);
  }
}
