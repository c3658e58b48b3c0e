package dev.serai.roles;

import dev.serai.access.Grants.Where;
import dev.serai.access.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of role bindings. Writes carry the revision of the caller's transaction. */
@Component
final class BindingStore {
  private static final String SELECT =
      """
      select b.id, b.subject_kind, b.subject_id, b.role, b.place_kind, b.place_id, b.created_at,
        coalesce(n.name, st.name, '') as subject, coalesce(o.name, pt.name, p.name, '') as place,
        coalesce(p.team_id, '') as team
      from role_bindings b
        left join principals n on b.subject_kind = 'user' and n.id = b.subject_id
        left join teams st on b.subject_kind = 'team' and st.id = b.subject_id
        left join organizations o on b.place_kind = 'organization' and o.id = b.place_id
        left join teams pt on b.place_kind = 'team' and pt.id = b.place_id
        left join projects p on b.place_kind = 'project' and p.id = b.place_id
      where b.organization_id = :organization
      """;

  private static final String USER =
      """
      select name, '' from principals
      where organization_id = ? and id = ? and kind = 'user' and status = 'active'
      """;
  private static final String TEAM =
      "select name, '' from teams where organization_id = ? and id = ?";
  private static final String PROJECT =
      "select name, coalesce(team_id, '') from projects where organization_id = ? and id = ?"
          + " and archived_at is null";
  private static final String ORGANIZATION =
      "select name, '' from organizations where id = ? and id = ?";

  private final JdbcClient jdbc;

  BindingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which to list; what is empty does not narrow.
   *
   * @param subject id
   * @param role name
   * @param place id
   * @param after cursor
   */
  record Query(String subject, String role, String place, String after, int limit) {}

  Optional<Binding> find(String organization, String id) {
    return jdbc.sql(SELECT + " and b.id = :id")
        .param("organization", organization)
        .param("id", id)
        .query(BindingStore::binding)
        .optional();
  }

  /** Newest first. */
  List<Binding> list(String organization, Query query, Where where) {
    return jdbc.sql(
            SELECT
                + """
                   and (:subject = '' or b.subject_id = :subject)
                   and (:role = '' or b.role = :role)
                   and (:at = '' or b.place_id = :at)
                   and (:after = '' or b.id < :after)
                   and (:everywhere
                     or b.place_kind = 'team' and b.place_id = any(:teams)
                     or b.place_kind = 'project'
                       and (b.place_id = any(:projects) or p.team_id = any(:teams)))
                  order by b.id desc limit :limit
                  """)
        .param("organization", organization)
        .param("subject", query.subject())
        .param("role", query.role())
        .param("at", query.place())
        .param("after", query.after())
        .param("everywhere", where.everywhere())
        .param("teams", where.teams().toArray(String[]::new))
        .param("projects", where.projects().toArray(String[]::new))
        .param("limit", query.limit())
        .query(BindingStore::binding)
        .list();
  }

  /**
   * Where it is the subject or the place.
   *
   * @param id of a user, team or project
   */
  List<Binding> about(String organization, String id) {
    return jdbc.sql(SELECT + " and (b.subject_id = :id or b.place_id = :id) order by b.id")
        .param("organization", organization)
        .param("id", id)
        .query(BindingStore::binding)
        .list();
  }

  /** Where somebody has the role. */
  List<Place> places(String organization, String role) {
    return jdbc
        .sql(SELECT + " and b.role = :role")
        .param("organization", organization)
        .param("role", role)
        .query(BindingStore::binding)
        .list()
        .stream()
        .map(binding -> place(organization, binding.place()))
        .toList();
  }

  static Place place(String organization, Binding.At at) {
    return switch (at.kind()) {
      case "team" -> Place.team(organization, at.id());
      case "project" -> new Place(organization, at.team(), at.id());
      default -> Place.organization(organization);
    };
  }

  /** Empty when the organization has no such user or team. */
  Optional<Binding.Subject> subject(String organization, String kind, String id) {
    return found(kind.equals("team") ? TEAM : USER, organization, id)
        .map(found -> new Binding.Subject(kind, id, found.name()));
  }

  /** Empty when the organization has no such place. */
  Optional<Binding.At> at(String organization, String kind, String id) {
    String sql =
        switch (kind) {
          case "team" -> TEAM;
          case "project" -> PROJECT;
          default -> ORGANIZATION;
        };
    return found(sql, organization, id)
        .map(found -> new Binding.At(kind, id, found.name(), found.team()));
  }

  private record Found(String name, String team) {}

  private Optional<Found> found(String sql, String organization, String id) {
    return jdbc.sql(sql)
        .params(organization, id)
        .query((row, _) -> new Found(row.getString(1), row.getString(2)))
        .optional();
  }

  /** False when it is there already. */
  boolean insert(String organization, Binding binding, long revision) {
    return jdbc.sql(
                """
                insert into role_bindings (id, organization_id, subject_kind, subject_id, role,
                  place_kind, place_id, created_at, revision)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """)
            .params(
                binding.id(),
                organization,
                binding.subject().kind(),
                binding.subject().id(),
                binding.role(),
                binding.place().kind(),
                binding.place().id(),
                Timestamp.from(binding.createdAt()),
                revision)
            .update()
        == 1;
  }

  void delete(String id) {
    jdbc.sql("delete from role_bindings where id = ?").param(id).update();
  }

  /** Whether somebody is an admin of the organization, though that binding were not there. */
  boolean adminBeside(String organization, String id, String[] realmRoles) {
    return jdbc.sql(
            """
            select exists (
              select 1 from principals n
              where n.organization_id = :organization and n.kind = 'user' and n.status = 'active'
                and (n.realm_roles && :realmRoles::text[] or exists (
                  select 1 from role_bindings b
                  where b.organization_id = :organization and b.id <> :id and b.role = 'admin'
                    and b.place_kind = 'organization' and b.place_id = :organization
                    and (b.subject_id = n.id or b.subject_id in (
                      select team_id from team_members where principal_id = n.id)))))
            """)
        .param("organization", organization)
        .param("id", id)
        .param("realmRoles", realmRoles)
        .query(Boolean.class)
        .single();
  }

  private static Binding binding(ResultSet row, int number) throws SQLException {
    return new Binding(
        row.getString("id"),
        new Binding.Subject(
            row.getString("subject_kind"), row.getString("subject_id"), row.getString("subject")),
        row.getString("role"),
        new Binding.At(
            row.getString("place_kind"),
            row.getString("place_id"),
            row.getString("place"),
            row.getString("team")),
        row.getTimestamp("created_at").toInstant());
  }
}
