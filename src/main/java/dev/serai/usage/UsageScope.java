package dev.serai.usage;

import dev.serai.access.Grants;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Of which calls somebody may be told, and what of them.
 *
 * @param organization id, empty = of all
 * @param unattributed also those that came with no known key, and so belong to nobody
 * @param where in the organization
 * @param others where also other people's personal calls are told by name; elsewhere they are
 *     counted, but not whose they are
 * @param user id of who asks, empty = nobody who has calls of their own
 * @param own only those of the user
 * @param costs whether told
 */
record UsageScope(
    String organization,
    boolean unattributed,
    Grants.Where where,
    Grants.Where others,
    String user,
    boolean own,
    boolean costs) {
  private static final Grants.Where EVERYWHERE = new Grants.Where(true, Set.of(), Set.of());

  /** What the gateway itself is told. */
  static final UsageScope ALL = new UsageScope("", true, EVERYWHERE, EVERYWHERE, "", false, true);

  /** What would tell whose a call was. */
  static final Set<UsageBy> TELLING =
      EnumSet.of(UsageBy.KEY, UsageBy.PROJECT, UsageBy.USER, UsageBy.SESSION);

  /** SQL that holds for the calls {@code r}. */
  String condition() {
    if (organization.isEmpty()) return "true";
    StringBuilder sql = new StringBuilder("r.organization_id ");
    sql.append(unattributed ? "in (:scopeOrganization, '')" : "= :scopeOrganization");
    if (own) sql.append(" and r.principal_id = :scopeUser");
    else if (!where.everywhere())
      sql.append(" and (r.team_id = any (:scopeTeams) or r.project_id = any (:scopeProjects))");
    return sql.toString();
  }

  /** SQL that holds for those of the calls of which is not told whose they are. */
  String hidden() {
    if (own || others.everywhere()) return "false";
    return """
        r.project_id in (select h.id from projects h
          where h.personal and h.organization_id = :scopeOrganization
            and coalesce(h.owner_id, '') <> :scopeUser
            and not (coalesce(h.team_id, '') = any (:othersTeams) or h.id = any (:othersProjects)))
        """;
  }

  /** Whether what is asked for has to leave those out. */
  boolean narrows(Map<UsageBy, String> only) {
    return only.keySet().stream().anyMatch(TELLING::contains);
  }

  StatementSpec bind(StatementSpec select) {
    return select
        .param("scopeOrganization", organization)
        .param("scopeUser", user)
        .param("scopeTeams", where.teams().toArray(String[]::new))
        .param("scopeProjects", where.projects().toArray(String[]::new))
        .param("othersTeams", others.teams().toArray(String[]::new))
        .param("othersProjects", others.projects().toArray(String[]::new));
  }
}
