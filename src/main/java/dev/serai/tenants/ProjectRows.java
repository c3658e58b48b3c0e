package dev.serai.tenants;

import dev.serai.access.Grants;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of projects as admins see them. */
final class ProjectRows {
  private static final String SELECT =
      """
      select p.id, p.name, coalesce(p.team_id, '') as team, coalesce(t.name, '') as team_name,
        p.personal, coalesce(p.owner_id, '') as owner, p.managed_by
      from projects p left join teams t on t.id = p.team_id
      where p.organization_id = :organization and p.archived_at is null
      """;

  private final JdbcClient jdbc;

  ProjectRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Newest first.
   *
   * @param q part of the name, empty = any
   * @param team name or id, empty = any
   * @param view where projects may be seen
   * @param viewPersonal where, besides, those of single users may be seen
   * @param me whose own personal project may always be seen
   */
  record Query(
      String organization,
      String q,
      String team,
      String after,
      int limit,
      Grants.Where view,
      Grants.Where viewPersonal,
      String me) {}

  List<ProjectView> list(Query query) {
    return jdbc.sql(
            SELECT
                + """
                   and (:q = '' or strpos(lower(p.name), lower(:q)) > 0)
                   and (:team = '' or t.id = :team or t.name = :team)
                   and (:after = '' or p.id < :after)
                   and (p.owner_id = :me
                     or (:everywhere or p.team_id = any (:teams) or p.id = any (:projects))
                       and (not p.personal or :anyPersonal or p.id = any (:personal)))
                  order by p.id desc limit :limit
                  """)
        .param("organization", query.organization())
        .param("q", query.q())
        .param("team", query.team())
        .param("after", query.after())
        .param("me", query.me())
        .param("everywhere", query.view().everywhere())
        .param("teams", query.view().teams().toArray(String[]::new))
        .param("projects", query.view().projects().toArray(String[]::new))
        .param("anyPersonal", query.viewPersonal().everywhere())
        .param("personal", query.viewPersonal().projects().toArray(String[]::new))
        .param("limit", query.limit())
        .query(ProjectView.class)
        .list();
  }

  Optional<ProjectView> find(String organization, String id) {
    return jdbc.sql(SELECT + " and p.id = :id")
        .param("organization", organization)
        .param("id", id)
        .query(ProjectView.class)
        .optional();
  }

  void insert(String organization, ProjectView project) {
    jdbc.sql(
            """
            insert into projects (id, organization_id, name, team_id)
            values (?, ?, ?, nullif(?, ''))
            """)
        .params(project.id(), organization, project.name(), project.team())
        .update();
  }

  /** It is of no team any more: a team that is empty may go. */
  void archive(String id) {
    jdbc.sql("update projects set archived_at = now(), team_id = null where id = ?")
        .param(id)
        .update();
  }

  void rename(String id, String name) {
    jdbc.sql("update projects set name = ? where id = ?").params(name, id).update();
  }

  /** Ids of the team of that name or id. */
  Optional<String> team(String organization, String text) {
    return jdbc.sql(
            """
            select id from teams where organization_id = ? and (id = ? or name = ?)
            order by id = ? desc limit 1
            """)
        .params(organization, text, text, text)
        .query(String.class)
        .optional();
  }
}
