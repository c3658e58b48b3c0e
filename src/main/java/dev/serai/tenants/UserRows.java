package dev.serai.tenants;

import dev.serai.call.RequestId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of users. Writes belong into a transaction and carry the revision of it. */
final class UserRows {
  private static final String SELECT =
      """
      select p.id, p.organization_id, p.name, p.email, coalesce(p.subject, '') as subject,
        p.status, p.not_before, p.realm_roles, p.seen_at, coalesce(j.id, '') as personal_project,
        array(select m.team_id from team_members m join teams t on t.id = m.team_id
          where m.principal_id = p.id order by t.name, t.id) as teams,
        array(select coalesce(t.keycloak_group, '') from team_members m
          join teams t on t.id = m.team_id where m.principal_id = p.id) as groups
      from principals p left join projects j on j.owner_id = p.id
      where p.kind = 'user'
      """;

  private final JdbcClient jdbc;

  UserRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param groups of the teams, as Keycloak calls them
   * @param seenAt when the newest claims that were looked at were made, null = none ever
   */
  record Row(User user, Set<String> groups, @Nullable Instant seenAt) {
    /** Whether newer claims were looked at, or the user left after these were made. */
    boolean outdates(Instant issuedAt) {
      Instant left = user.notBefore();
      return seenAt != null && issuedAt.isBefore(seenAt) || left != null && !issuedAt.isAfter(left);
    }
  }

  Optional<Row> bySubject(String subject) {
    return jdbc.sql(SELECT + " and p.subject = ?").param(subject).query(this::row).optional();
  }

  Optional<Row> byId(String id) {
    return jdbc.sql(SELECT + " and p.id = ?").param(id).query(this::row).optional();
  }

  Optional<Row> byName(String organization, String name) {
    return jdbc.sql(SELECT + " and p.organization_id = ? and p.name = ?")
        .params(organization, name)
        .query(this::row)
        .optional();
  }

  List<User> list(UserQuery query) {
    return jdbc
        .sql(
            SELECT
                + """
                   and (:organization = '' or p.organization_id = :organization)
                   and (:q = '' or strpos(lower(p.name), lower(:q)) > 0
                     or strpos(lower(p.email), lower(:q)) > 0)
                   and (:status = '' or p.status = :status)
                   and (:team = '' or exists (select 1 from team_members m
                     where m.principal_id = p.id and m.team_id = :team))
                   and (:teams::text[] is null or exists (select 1 from team_members m
                     where m.principal_id = p.id and m.team_id = any (:teams)))
                   and (:after = '' or p.id < :after)
                  order by p.id desc limit :limit
                  """)
        .param("organization", query.organization())
        .param("q", query.q())
        .param("status", query.status() == null ? "" : query.status().text())
        .param("team", query.team())
        .param("teams", query.within() == null ? null : query.within().toArray(String[]::new))
        .param("after", query.after())
        .param("limit", query.limit())
        .query(this::row)
        .list()
        .stream()
        .map(Row::user)
        .toList();
  }

  String insert(String organization, SignedUser signed, String name) {
    String id = RequestId.next();
    jdbc.sql(
            """
            insert into principals (id, organization_id, kind, name, subject)
            values (?, ?, 'user', ?, ?)
            """)
        .params(id, organization, name, signed.subject())
        .update();
    return id;
  }

  void update(String id, SignedUser signed, String name, long revision) {
    jdbc.sql(
            """
            update principals set subject = :subject, name = :name, email = :email,
              realm_roles = :roles, status = 'active', seen_at = :at, revision = :revision
            where id = :id
            """)
        .param("subject", signed.subject())
        .param("name", name)
        .param("email", signed.email())
        .param("roles", signed.realmRoles().stream().sorted().toArray(String[]::new))
        .param("at", Timestamp.from(signed.issuedAt()))
        .param("revision", revision)
        .param("id", id)
        .update();
  }

  void seen(String id, Instant at) {
    jdbc.sql("update principals set seen_at = greatest(seen_at, ?) where id = ?")
        .params(Timestamp.from(at), id)
        .update();
  }

  void rename(String id, String name, long revision) {
    jdbc.sql("update principals set name = ?, revision = ? where id = ?")
        .params(name, revision, id)
        .update();
  }

  /** Exactly these, no others. */
  void setTeams(String id, List<String> teams) {
    String[] ids = teams.toArray(String[]::new);
    jdbc.sql("delete from team_members where principal_id = ? and team_id <> all (?)")
        .params(id, ids)
        .update();
    jdbc.sql(
            """
            insert into team_members (team_id, principal_id) select unnest(?), ?
            on conflict do nothing
            """)
        .params(ids, id)
        .update();
  }

  /**
   * @return false when they had left by then already
   */
  boolean leave(String id, Instant at, long revision) {
    return jdbc.sql(
                """
                update principals
                set status = 'left', not_before = greatest(not_before, :at), revision = :revision
                where id = :id and kind = 'user'
                  and (status <> 'left' or not_before is null or not_before < :at)
                """)
            .param("at", Timestamp.from(at))
            .param("revision", revision)
            .param("id", id)
            .update()
        > 0;
  }

  void endTokens(String id, Instant until, long revision) {
    jdbc.sql(
            """
            update principals set not_before = greatest(not_before, ?), revision = ?
            where id = ? and kind = 'user'
            """)
        .params(Timestamp.from(until), revision, id)
        .update();
  }

  /** The subject is somebody else's from now on. */
  void forgetSubject(String id) {
    jdbc.sql("update principals set subject = null where id = ?").param(id).update();
  }

  /**
   * @return false when it has one already, or the name is taken
   */
  boolean addPersonalProject(String organization, String owner, String name) {
    return jdbc.sql(
                """
                insert into projects (id, organization_id, name, personal, owner_id)
                values (?, ?, ?, true, ?) on conflict do nothing
                """)
            .params(RequestId.next(), organization, name, owner)
            .update()
        > 0;
  }

  private Row row(ResultSet row, int number) throws SQLException {
    Timestamp notBefore = row.getTimestamp("not_before");
    Timestamp seenAt = row.getTimestamp("seen_at");
    User user =
        new User(
            row.getString("id"),
            row.getString("organization_id"),
            row.getString("name"),
            row.getString("email"),
            row.getString("subject"),
            User.Status.of(row.getString("status")),
            texts(row.getArray("teams")),
            Set.copyOf(texts(row.getArray("realm_roles"))),
            row.getString("personal_project"),
            notBefore == null ? null : notBefore.toInstant());
    return new Row(
        user,
        Set.copyOf(texts(row.getArray("groups"))),
        seenAt == null ? null : seenAt.toInstant());
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }
}
