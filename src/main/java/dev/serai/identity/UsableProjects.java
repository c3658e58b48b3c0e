package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Projects in whose name a user may call: those of the user's teams, and the personal one. */
final class UsableProjects {
  private static final String SELECT =
      """
      select id, name, coalesce(team_id, '') as team, personal, coalesce(owner_id, '') as owner
      from projects where archived_at is null
      """;

  private final JdbcClient jdbc;
  private final Tenants tenants;

  UsableProjects(JdbcClient jdbc, Tenants tenants) {
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  /**
   * @param team id, empty = of none
   * @param owner id of the principal whose personal project it is, else empty
   */
  record Usable(String id, String name, String team, boolean personal, String owner) {}

  /**
   * @param wanted name or id, empty = the user's personal project
   * @throws Problem 404 when there is none of that name which the user may use
   */
  Usable find(String principal, String wanted) {
    String organization = tenants.current().id();
    if (wanted.isEmpty()) return own(organization, principal);
    List<Usable> found =
        jdbc.sql(SELECT + " and organization_id = ? and (id = ? or name = ?) order by id <> ?")
            .params(organization, wanted, wanted, wanted)
            .query(Usable.class)
            .list();
    return found.stream()
        .filter(project -> mayUse(organization, principal, project))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("project", wanted));
  }

  Optional<Usable> personal(String organization, String principal) {
    return jdbc.sql(SELECT + " and organization_id = ? and owner_id = ?")
        .params(organization, principal)
        .query(Usable.class)
        .optional();
  }

  /** Those of other people are nobody else's, whatever the role. */
  List<Usable> all(String principal) {
    String organization = tenants.current().id();
    return jdbc
        .sql(
            SELECT
                + """
                   and organization_id = ? and (not personal or owner_id = ?)
                   order by personal desc, name
                  """)
        .params(organization, principal)
        .query(Usable.class)
        .list()
        .stream()
        .filter(project -> mayUse(organization, principal, project))
        .toList();
  }

  private Usable own(String organization, String principal) {
    return personal(organization, principal)
        .orElseThrow(() -> Problem.invalid("project", "the name of a project: you have none"));
  }

  private static boolean mayUse(String organization, String principal, Usable project) {
    if (project.personal()) return project.owner().equals(principal);
    return Acting.may(
        Permission.PROJECTS_VIEW, new Place(organization, project.team(), project.id()));
  }
}
