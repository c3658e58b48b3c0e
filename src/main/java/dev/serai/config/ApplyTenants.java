package dev.serai.config;

import dev.serai.config.Settings.ProjectSettings;
import dev.serai.config.Settings.TeamSettings;
import dev.serai.providers.Owner;
import dev.serai.tenants.NameRules;
import dev.serai.tenants.Renamed;
import dev.serai.tenants.Tenants;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The organization's name, its teams and projects. */
@Component
final class ApplyTenants {
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final ObjectProvider<Renamed> renamed;

  ApplyTenants(JdbcClient jdbc, Tenants tenants, ObjectProvider<Renamed> renamed) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.renamed = renamed;
  }

  void apply(Settings settings, Pass pass) {
    String organization = organization(settings.organization(), pass);
    handDown(settings, organization, pass);
    Pass.Tally tally = pass.of("projects");
    for (ProjectSettings wanted : settings.projects()) {
      Optional<Tenants.Project> found = tenants.findProject(organization, wanted.name());
      if (found.isPresent() && !own(found.get(), pass)) {
        pass.taken("project", wanted.name());
        continue;
      }
      String id = found.map(Tenants.Project::id).orElseGet(() -> made(organization, wanted, pass));
      String team = wanted.team().isEmpty() ? "" : team(organization, wanted.team(), pass);
      boolean moved = tenants.join(id, team, pass.revision());
      if (found.isEmpty()) tally.created.add(wanted.name());
      else if (moved) tally.updated.add(wanted.name());
      else tally.unchanged++;
    }
    leave(settings, organization, pass);
  }

  /** Projects of the file that it no longer says are of no team of it any more. */
  private void leave(Settings settings, String organization, Pass pass) {
    for (Member member : members(organization, pass)) {
      String name = member.project();
      if (settings.projects().stream().anyMatch(p -> p.name().equals(name))) continue;
      if (tenants.join(member.id(), "", pass.revision())) pass.of("projects").updated.add(name);
      if (name.equals(Tenants.DEFAULT_PROJECT)) own("projects", member.id(), Owner.API);
    }
  }

  /** What teams and the organization hand down to keys that name no policy. */
  private void handDown(Settings settings, String organization, Pass pass) {
    for (TeamSettings wanted : settings.teams()) {
      boolean known = tenants.findTeam(organization, wanted.name()).isPresent();
      String id = team(organization, wanted.name(), pass);
      if (handsDown("teams", id, wanted.defaultPolicy()) && known)
        pass.of("teams").updated.add(wanted.name());
    }
    if (handsDown("organizations", organization, settings.defaultPolicy()))
      pass.of("organization").updated.add("default-policy");
  }

  /** False when it does already, or the file does not say. */
  private boolean handsDown(String table, String id, String policy) {
    return !policy.isEmpty()
        && jdbc.sql(
                    "update "
                        + table
                        + " set default_policy = ? where id = ? and default_policy <> ?")
                .params(policy, id, policy)
                .update()
            > 0;
  }

  /**
   * What the file no longer says. A project that ever had a key or a session stays: records name
   * it.
   */
  void remove(Settings settings, Pass pass) {
    Set<String> kept = new HashSet<>();
    settings.projects().forEach(project -> kept.add(project.name()));
    for (String name : owned(pass))
      if (!kept.contains(name)
          && jdbc.sql(
                      """
                      delete from projects p where name = ? and name <> 'default' and organization_id = ?
                        and archived_at is null
                        and not exists (select 1 from virtual_keys where project_id = p.id)
                        and not exists (select 1 from sessions where project_id = p.id)
                        and not exists (select 1 from limits l where l.deleted_at is null
                          and l.scope in ('project', 'end-user') and l.target = p.id)
                      """)
                  .params(name, tenants.current().id())
                  .update()
              > 0) pass.of("projects").removed.add(name);
    List<String> teams =
        jdbc.sql(
                """
                delete from teams t where organization_id = ? and managed_by = any (?)
                  and keycloak_group is null and name <> all (?)
                  and not exists (select 1 from projects where team_id = t.id)
                  and not exists (select 1 from limits l where l.scope = 'team'
                    and l.target = t.id and l.deleted_at is null)
                returning name
                """)
            .params(
                tenants.current().id(),
                owners(pass),
                settings.teams().stream().map(TeamSettings::name).toArray(String[]::new))
            .query(String.class)
            .list();
    if (!teams.isEmpty()) pass.of("teams").removed.addAll(teams);
  }

  private String made(String organization, ProjectSettings wanted, Pass pass) {
    String id = tenants.project(organization, wanted.name()).id();
    own("projects", id, pass.owner());
    return id;
  }

  private String team(String organization, String name, Pass pass) {
    Optional<String> found = tenants.findTeam(organization, name);
    if (found.isPresent()) return found.get();
    // one that follows a group is called as the group is: only what is made here has to fit
    if (!NameRules.fits(name)) {
      pass.conflict("team '%s' (expected: %s)".formatted(name, NameRules.EXPECTED));
      return "";
    }
    String id = tenants.team(organization, name);
    own("teams", id, pass.owner());
    pass.of("teams").created.add(name);
    return id;
  }

  private record Member(String id, String project) {}

  /** Of the teams that are the file's, the projects that are. */
  private List<Member> members(String organization, Pass pass) {
    return jdbc.sql(
            """
            select p.id, p.name as project from projects p join teams t on t.id = p.team_id
            where p.organization_id = :organization
              and t.managed_by = any (:owners) and p.managed_by = any (:owners)
            order by p.name
            """)
        .param("organization", organization)
        .param("owners", owners(pass))
        .query(Member.class)
        .list();
  }

  /** False when the API made it. The default one, which nobody made, is whose it is said by. */
  private boolean own(Tenants.Project project, Pass pass) {
    Owner owner =
        Owner.of(
            jdbc.sql("select managed_by from projects where id = ?")
                .param(project.id())
                .query(String.class)
                .single());
    if (pass.rules(owner)) return true;
    if (!project.name().equals(Tenants.DEFAULT_PROJECT)) return false;
    own("projects", project.id(), pass.owner());
    return true;
  }

  private void own(String table, String id, Owner owner) {
    jdbc.sql("update " + table + " set managed_by = ? where id = ?")
        .params(owner.word(), id)
        .update();
  }

  private static String[] owners(Pass pass) {
    return pass.ruled().stream().map(Owner::word).toArray(String[]::new);
  }

  private List<String> owned(Pass pass) {
    return jdbc.sql(
            "select name from projects where organization_id = ? and managed_by = any (?)"
                + " order by name")
        .params(tenants.current().id(), owners(pass))
        .query(String.class)
        .list();
  }

  /** The one there is takes the name: keys and records hang on it. */
  private String organization(String name, Pass pass) {
    Tenants.Organization current = tenants.current();
    if (name.isEmpty() || current.name().equals(name)) return current.id();
    try {
      jdbc.sql("update organizations set name = ?, managed_by = ? where id = ?")
          .params(name, pass.owner().word(), current.id())
          .update();
    } catch (DuplicateKeyException _) {
      throw new InvalidSettings(
          "organization",
          List.of(
              new InvalidSettings.Finding(
                  0, "there is another one named '" + name + "' (expected: a new name)")));
    }
    renamed
        .orderedStream()
        .forEach(
            each -> each.renamed(Renamed.Kind.ORGANIZATION, current.id(), name, pass.revision()));
    // the one that a restart would find
    if (!tenants.ofInstallation().id().equals(current.id()))
      pass.conflict(
          "organization '%s' (expected: '%s', as serai.organization says)"
              .formatted(name, current.name()));
    pass.of("organization").updated.add(name);
    return current.id();
  }
}
