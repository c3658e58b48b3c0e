package dev.serai.tenants;

import dev.serai.call.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The teams that stand for groups of Keycloak. Inside of a transaction that holds the change
 * counter.
 */
final class GroupTeams {
  private final JdbcClient jdbc;

  GroupTeams(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Ids of the groups' teams. A team of the same name that follows no group yet follows it from now
   * on; what there is not is made.
   *
   * @param groups full paths
   * @param made is told each new team, with its organization
   */
  List<String> of(String organization, List<String> groups, BiConsumer<String, Team> made) {
    List<String> ids = new ArrayList<>();
    for (String group : groups) ids.add(of(organization, group, made));
    return ids;
  }

  private String of(String organization, String group, BiConsumer<String, Team> made) {
    String name = group.substring(1);
    return jdbc.sql(
            """
            update teams set keycloak_group = :group
            where organization_id = :organization and (keycloak_group = :group
              or keycloak_group is null and name = :name)
            returning id
            """)
        .param("group", group)
        .param("organization", organization)
        .param("name", name)
        .query(String.class)
        .optional()
        .orElseGet(
            () -> {
              Team team = new Team(RequestId.next(), name, group, "", "api");
              jdbc.sql(
                      """
                      insert into teams (id, organization_id, name, keycloak_group)
                      values (?, ?, ?, ?)
                      """)
                  .params(team.id(), organization, name, group)
                  .update();
              made.accept(organization, team);
              return team.id();
            });
  }
}
