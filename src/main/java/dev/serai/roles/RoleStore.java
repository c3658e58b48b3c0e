package dev.serai.roles;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of roles. Writes carry the revision of the caller's transaction. */
@Component
final class RoleStore {
  private static final String SELECT =
      "select id, name, permissions::text as permissions from roles where organization_id = ?";

  private final JdbcClient jdbc;

  RoleStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By name. */
  List<RoleView> list(String organization) {
    return jdbc.sql(SELECT + " order by name").param(organization).query(RoleStore::role).list();
  }

  Optional<RoleView> find(String organization, String id) {
    return jdbc.sql(SELECT + " and id = ?")
        .params(organization, id)
        .query(RoleStore::role)
        .optional();
  }

  Optional<RoleView> named(String organization, String name) {
    return jdbc.sql(SELECT + " and name = ?")
        .params(organization, name)
        .query(RoleStore::role)
        .optional();
  }

  long count(String organization) {
    return jdbc.sql("select count(*) from roles where organization_id = ?")
        .param(organization)
        .query(Long.class)
        .single();
  }

  void insert(String organization, RoleView role, String permissions, long revision) {
    jdbc.sql(
            """
            insert into roles (id, organization_id, name, permissions, revision)
            values (?, ?, ?, ?::json, ?)
            """)
        .params(role.id(), organization, role.name(), permissions, revision)
        .update();
  }

  void update(String id, String permissions, long revision) {
    jdbc.sql(
            """
            update roles set permissions = ?::json, revision = ? where id = ?
            """)
        .params(permissions, revision, id)
        .update();
  }

  void delete(String id) {
    jdbc.sql("delete from roles where id = ?").param(id).update();
  }

  private static RoleView role(ResultSet row, int number) throws SQLException {
    return RoleView.of(
        row.getString("id"),
        row.getString("name"),
        PermissionList.stored(row.getString("permissions")));
  }
}
