package dev.serai.limits;

import dev.serai.tenants.Renamed;
import dev.serai.tenants.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the names that limits show of what they are about. */
@Component
final class RenamedTargets implements Renamed {
  private final JdbcClient jdbc;

  RenamedTargets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void renamed(Kind kind, String id, String name, long revision) {
    switch (kind) {
      case ORGANIZATION -> targets(id, name, revision, Scope.ORGANIZATION);
      case TEAM -> targets(id, name, revision, Scope.TEAM, Scope.GROUP_MEMBER);
      case PRINCIPAL -> targets(id, name, revision, Scope.USER);
      case PROJECT -> {
        targets(id, name, revision, Scope.PROJECT);
        targets(id, "project:" + name, revision, Scope.END_USER);
        keysOf(id, name, revision);
      }
    }
  }

  private void targets(String id, String name, long revision, Scope... scopes) {
    for (Scope scope : scopes)
      jdbc.sql("update limits set target_name = ?, revision = ? where target = ? and scope = ?")
          .params(name, revision, id, scope.word())
          .update();
  }

  /** A key outside of the default project is called by both names. */
  private void keysOf(String project, String name, long revision) {
    jdbc.sql(
            """
            update limits l set revision = :revision,
              target_name = case l.scope when 'end-user' then 'key:' else '' end
                || case when :name = :default then k.name else :name || '/' || k.name end
            from virtual_keys k
            where k.project_id = :project and l.target = k.id and l.scope in ('key', 'end-user')
            """)
        .param("revision", revision)
        .param("name", name)
        .param("default", Tenants.DEFAULT_PROJECT)
        .param("project", project)
        .update();
  }
}
