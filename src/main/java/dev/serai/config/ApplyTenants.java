package dev.serai.config;

import dev.serai.keys.Tenants;
import dev.serai.providers.Owner;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The organization's name and its projects. */
@Component
final class ApplyTenants {
  private final JdbcClient jdbc;
  private final Tenants tenants;

  ApplyTenants(JdbcClient jdbc, Tenants tenants) {
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  void apply(Settings settings, Pass pass) {
    String organization = organization(settings.organization(), pass);
    Pass.Tally tally = pass.of("projects");
    for (String name : settings.projects()) {
      if (tenants.findProject(organization, name).isPresent()) {
        tally.unchanged++;
        continue;
      }
      String id = tenants.project(organization, name).id();
      jdbc.sql("update projects set managed_by = ? where id = ?")
          .params(pass.owner().word(), id)
          .update();
      tally.created.add(name);
    }
  }

  /** One that ever had a key stays: its records name it. */
  void removeProjects(Settings settings, Pass pass) {
    for (String name : owned(pass))
      if (!settings.projects().contains(name)
          && jdbc.sql(
                      """
                      delete from projects p where name = ? and organization_id = ?
                        and not exists (select 1 from virtual_keys where project_id = p.id)
                      """)
                  .params(name, tenants.current().id())
                  .update()
              > 0) pass.of("projects").removed.add(name);
  }

  private List<String> owned(Pass pass) {
    return jdbc.sql(
            "select name from projects where organization_id = ? and managed_by = any (?)"
                + " order by name")
        .params(
            tenants.current().id(), pass.ruled().stream().map(Owner::word).toArray(String[]::new))
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
    if (!tenants.current().id().equals(current.id()))
      pass.conflict(
          "organization '%s' (expected: '%s', as serai.organization says)"
              .formatted(name, current.name()));
    pass.of("organization").updated.add(name);
    return current.id();
  }
}
