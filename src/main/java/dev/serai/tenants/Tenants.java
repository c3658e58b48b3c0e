package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.admin.Installation;
import dev.serai.call.RequestId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Organizations, teams, projects and principals. Names are unique inside their parent. */
@Component
public class Tenants implements Installation {
  public static final String DEFAULT_ORGANIZATION = "default";
  public static final String DEFAULT_PROJECT = "default";

  private final JdbcClient jdbc;
  private final String organizationName;

  /**
   * @param organizationName of the organization that {@link #current} is, empty = the first one
   */
  public Tenants(JdbcClient jdbc, @Value("${serai.organization:}") String organizationName) {
    this.jdbc = jdbc;
    this.organizationName = organizationName;
  }

  public record Organization(String id, String name) {}

  /**
   * @param personal whether it is the one of a single user
   */
  public record Project(String id, String organizationId, String name, boolean personal) {}

  public record Principal(String id, String organizationId, Kind kind, String name) {
    /** What stands behind it. */
    public enum Kind {
      USER,
      SERVICE;

      String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  public boolean none() {
    return jdbc.sql("select not exists (select 1 from organizations)")
        .query(Boolean.class)
        .single();
  }

  /**
   * The organization that a request is about: its actor's; outside of one that of the installation.
   */
  public Organization current() {
    return Acting.actor()
        .flatMap(actor -> byId(actor.organization()))
        .orElseGet(this::ofInstallation);
  }

  @Override
  public String organization() {
    return ofInstallation().id();
  }

  /** Whether a property says which organization runs the gateway. */
  boolean named() {
    return !organizationName.isBlank();
  }

  public Optional<Organization> byId(String id) {
    return jdbc.sql("select id, name from organizations where id = ?")
        .param(id)
        .query(Organization.class)
        .optional();
  }

  /**
   * The organization that runs the gateway, and to which providers, policies and prices belong: the
   * one of {@code serai.organization}, made when it is new; else the oldest.
   */
  public Organization ofInstallation() {
    if (named()) return organization(organizationName.strip());
    return jdbc.sql("select id, name from organizations order by created_at, id limit 1")
        .query(Organization.class)
        .optional()
        .orElseGet(() -> organization(DEFAULT_ORGANIZATION));
  }

  /** Found or made. */
  public Organization organization(String name) {
    return findOrganization(name)
        .orElseGet(
            () -> {
              jdbc.sql("insert into organizations (id, name) values (?, ?) on conflict do nothing")
                  .params(RequestId.next(), name)
                  .update();
              return findOrganization(name).orElseThrow();
            });
  }

  public Optional<Organization> findOrganization(String name) {
    return jdbc.sql("select id, name from organizations where name = ?")
        .param(name)
        .query(Organization.class)
        .optional();
  }

  /** Found or made; one that is made is shared, not personal. */
  public Project project(String organizationId, String name) {
    return findProject(organizationId, name)
        .orElseGet(
            () -> {
              jdbc.sql(
                      """
                      insert into projects (id, organization_id, name) values (?, ?, ?)
                      on conflict do nothing
                      """)
                  .params(RequestId.next(), organizationId, name)
                  .update();
              return findProject(organizationId, name).orElseThrow();
            });
  }

  public Optional<Project> findProject(String organizationId, String name) {
    return jdbc.sql(
            """
            select id, organization_id, name, personal from projects
            where organization_id = ? and name = ? and archived_at is null
            """)
        .params(organizationId, name)
        .query(Project.class)
        .optional();
  }

  /**
   * Found or made.
   *
   * @return its id
   */
  public String team(String organizationId, String name) {
    return findTeam(organizationId, name)
        .orElseGet(
            () -> {
              jdbc.sql(
                      """
                      insert into teams (id, organization_id, name) values (?, ?, ?)
                      on conflict do nothing
                      """)
                  .params(RequestId.next(), organizationId, name)
                  .update();
              return findTeam(organizationId, name).orElseThrow();
            });
  }

  public Optional<String> findTeam(String organizationId, String name) {
    return jdbc.sql("select id from teams where organization_id = ? and name = ?")
        .params(organizationId, name)
        .query(String.class)
        .optional();
  }

  /**
   * Moves the project into the team, and its keys with it.
   *
   * @param teamId empty = none
   * @param revision of the caller's transaction
   * @return false when it is there already
   */
  public boolean join(String projectId, String teamId, long revision) {
    int moved =
        jdbc.sql(
                """
                update projects set team_id = nullif(:team, '')
                where id = :project and coalesce(team_id, '') <> :team
                """)
            .param("team", teamId)
            .param("project", projectId)
            .update();
    if (moved == 0) return false;
    // what a key or session says of its team is read with it
    jdbc.sql("update virtual_keys set revision = ? where project_id = ?")
        .params(revision, projectId)
        .update();
    jdbc.sql("update sessions set revision = ? where project_id = ? and ended_at is null")
        .params(revision, projectId)
        .update();
    return true;
  }

  /** In the order of their names. */
  public List<Project> projects(String organizationId) {
    return jdbc.sql(
            """
            select id, organization_id, name, personal from projects
            where organization_id = ? and archived_at is null order by name
            """)
        .param(organizationId)
        .query(Project.class)
        .list();
  }

  /** Found or made. */
  public Principal principal(String organizationId, Principal.Kind kind, String name) {
    return findPrincipal(organizationId, kind, name)
        .orElseGet(
            () -> {
              jdbc.sql(
                      """
                      insert into principals (id, organization_id, kind, name)
                      values (?, ?, ?, ?) on conflict do nothing
                      """)
                  .params(RequestId.next(), organizationId, kind.text(), name)
                  .update();
              return findPrincipal(organizationId, kind, name).orElseThrow();
            });
  }

  public Optional<Principal> findPrincipal(
      String organizationId, Principal.Kind kind, String name) {
    return jdbc.sql(
            """
            select id from principals where organization_id = ? and kind = ? and name = ?
              and (kind <> 'service' or status = 'active')
            """)
        .params(organizationId, kind.text(), name)
        .query(String.class)
        .optional()
        .map(id -> new Principal(id, organizationId, kind, name));
  }
}
