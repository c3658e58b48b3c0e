package dev.serai.roles;

import dev.serai.access.Place;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the snapshot reads: every role and binding of every organization. */
final class RoleRows {
  private final JdbcClient jdbc;

  RoleRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record RoleRow(String id, String organization, String name, PermissionList permissions) {}

  /**
   * @param subject id of a user or team
   */
  record BindingRow(
      String organization, String subject, String role, Place.Kind kind, String place) {}

  /**
   * Differs whenever a row was added, changed or deleted: revisions only grow, and what is deleted
   * is missing.
   */
  record Version(long roles, long roleRevision, long bindings, long bindingRevision) {}

  Version version() {
    return jdbc.sql(
            """
            select (select count(*) from roles) as roles,
              (select coalesce(max(revision), 0) from roles) as role_revision,
              (select count(*) from role_bindings) as bindings,
              (select coalesce(max(revision), 0) from role_bindings) as binding_revision
            """)
        .query(Version.class)
        .single();
  }

  List<RoleRow> roles() {
    return jdbc.sql("select id, organization_id, name, permissions::text from roles")
        .query(
            (row, _) ->
                new RoleRow(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    PermissionList.stored(row.getString(4))))
        .list();
  }

  List<BindingRow> bindings() {
    return jdbc.sql(
            "select organization_id, subject_id, role, place_kind, place_id from role_bindings")
        .query(
            (row, _) ->
                new BindingRow(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Place.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                    row.getString(5)))
        .list();
  }
}
