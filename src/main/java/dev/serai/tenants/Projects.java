package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What admins do with projects, in the current organization. */
@Component
final class Projects {
  private final ProjectRows rows;
  private final Tenants tenants;
  private final TenantRules rules;
  private final Archiving archiving;
  private final Mutations mutations;

  Projects(
      JdbcClient jdbc,
      Tenants tenants,
      TenantRules rules,
      Archiving archiving,
      Mutations mutations) {
    this.rows = new ProjectRows(jdbc);
    this.tenants = tenants;
    this.rules = rules;
    this.archiving = archiving;
    this.mutations = mutations;
  }

  Page<ProjectView> list(String q, String team, String after, int limit) {
    List<ProjectView> found =
        rows.list(
            new ProjectRows.Query(
                organization(),
                q,
                team,
                after,
                Page.checked(limit) + 1,
                Acting.where(Permission.PROJECTS_VIEW),
                Acting.where(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL),
                TenantRules.me()));
    return Page.of(found, limit, ProjectView::id);
  }

  ProjectView get(String id) {
    return seen(id, Permission.PROJECTS_VIEW);
  }

  /** Within the transaction of a create. */
  ProjectView create(ProjectView.New wanted) {
    String name = name(wanted.name());
    rules.revision();
    String team = team(wanted.team() == null ? "" : wanted.team());
    Place place = new Place(organization(), team, "");
    if (!Acting.may(Permission.PROJECTS_MANAGE, place))
      throw Problem.forbidden(Permission.PROJECTS_MANAGE);
    ProjectView made = new ProjectView(RequestId.next(), name, team, "", false, "", "api");
    TenantRules.unlessTaken(
        "project",
        name,
        () -> {
          rows.insert(organization(), made);
          return made;
        });
    return mutations.created("project.create", "project", made.id(), stored(made.id()));
  }

  ProjectView update(String id, ProjectView.Patch patch, @Nullable String match) {
    long[] revision = {0};
    return mutations.update(
        new Target("project.update", "project", id, match),
        () -> {
          revision[0] = rules.revision();
          return seen(id, Permission.PROJECTS_MANAGE);
        },
        project -> changed(project, patch, revision[0]));
  }

  /**
   * What was used in its name stays; its name is free again.
   *
   * @param force with the keys and sessions that work in its name
   */
  void delete(String id, boolean force, @Nullable String match) {
    long[] revision = {0};
    mutations.delete(
        new Target("project.delete", "project", id, match),
        () -> {
          revision[0] = rules.revision();
          return deletable(seen(id, Permission.PROJECTS_MANAGE));
        },
        () -> {
          archiving.end(Archival.Kind.PROJECT, id, force, revision[0]);
          rows.archive(id);
        });
  }

  private static ProjectView deletable(ProjectView project) {
    if (project.personal())
      throw Problem.conflict(
          "personal_project", "A personal project stays: it belongs to its user.");
    if (project.name().equals(Tenants.DEFAULT_PROJECT))
      throw Problem.conflict("default_project", "The default project stays.");
    if (project.managedBy().equals("file"))
      throw Problem.conflict(
          "managed_by_file", "This project is named in serai.yaml: take it out there.");
    return project;
  }

  private ProjectView changed(ProjectView project, ProjectView.Patch patch, long revision) {
    if (project.personal())
      throw Problem.conflict(
          "personal_project", "A personal project stays as it is: it belongs to its user.");
    if (patch.name() != null && !patch.name().strip().equals(project.name()))
      rename(project, name(patch.name()), revision);
    if (patch.team() != null) move(project, team(patch.team()), revision);
    return stored(project.id());
  }

  private void rename(ProjectView project, String name, long revision) {
    if (project.name().equals(Tenants.DEFAULT_PROJECT))
      throw Problem.conflict("default_project", "The default project keeps its name.");
    if (project.managedBy().equals("file"))
      throw Problem.conflict(
          "managed_by_file", "This project is named in serai.yaml: rename it there.");
    TenantRules.unlessTaken(
        "project",
        name,
        () -> {
          rows.rename(project.id(), name);
          return name;
        });
    rules.renamed(Renamed.Kind.PROJECT, project.id(), name, revision);
  }

  /** It takes the permission where it goes, too. */
  private void move(ProjectView project, String team, long revision) {
    if (team.equals(project.team())) return;
    if (!Acting.may(Permission.PROJECTS_MANAGE, new Place(organization(), team, project.id())))
      throw Problem.forbidden(Permission.PROJECTS_MANAGE);
    tenants.join(project.id(), team, revision);
  }

  private ProjectView seen(String id, Permission needed) {
    ProjectView project = rows.find(organization(), id).orElseThrow(() -> absent(id));
    HeldProject held =
        new HeldProject(organization(), id, project.team(), project.personal(), project.owner());
    if (held.own() && needed == Permission.PROJECTS_VIEW) return project;
    if (held.hidden()) throw absent(id);
    TenantRules.check(needed, Permission.PROJECTS_VIEW, held.place(), () -> absent(id));
    return project;
  }

  private ProjectView stored(String id) {
    return rows.find(organization(), id).orElseThrow(() -> absent(id));
  }

  private static String name(String wanted) {
    String name = TenantRules.name(wanted);
    if (NameRules.personal(name)) throw Problem.invalid("name", NameRules.NOT_PERSONAL);
    return name;
  }

  /** Id of the one meant, empty for none. Teams that may not be seen are not there. */
  private String team(String text) {
    String wanted = text.strip();
    if (wanted.isEmpty()) return "";
    return rows.team(organization(), wanted)
        .filter(id -> Acting.may(Permission.TEAMS_VIEW, Place.team(organization(), id)))
        .orElseThrow(() -> Problem.invalid("team", "the name or id of a team, or empty for none"));
  }

  private String organization() {
    return tenants.current().id();
  }

  private static Problem absent(String id) {
    return Problem.notFound("project", id);
  }
}
