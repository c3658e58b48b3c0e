package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.ActorSource;
import dev.serai.database.Changes;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An organization with a team, a project and users, behind a real admin port. */
final class Acme implements AutoCloseable {
  private final TestActors actors = new TestActors();
  final GatewayUnderTest gateway;
  final String id;
  final String team;
  final String project;
  final String other;

  Acme(String... properties) {
    GatewayUnderTest.Starter starter = GatewayUnderTest.with("").bean(ActorSource.class, actors);
    for (String property : properties) {
      String[] parts = property.split("=");
      starter.property(parts[0], parts[1]);
    }
    gateway = starter.start();
    Tenants tenants = gateway.bean(Tenants.class);
    id = tenants.ofInstallation().id();
    team = tenants.team(id, "sre");
    other = tenants.organization("Other").id();
    project = tenants.project(id, "pager").id();
    gateway
        .bean(TransactionTemplate.class)
        .executeWithoutResult(_ -> tenants.join(project, team, gateway.bean(Changes.class).bump()));
  }

  /** Id of a user that is there. */
  String user(String name) {
    return gateway.bean(Tenants.class).principal(id, Tenants.Principal.Kind.USER, name).id();
  }

  AdminCalls as(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  AdminCalls admin() {
    return as(actors.user("root", id, everywhere(BuiltInRole.ADMIN)));
  }

  AdminCalls strangersAdmin() {
    return as(
        actors.user("stranger", other, Grant.everywhere(other, BuiltInRole.ADMIN.permissions())));
  }

  AdminCalls teamAdmin() {
    return as(
        actors.user(
            "lead", id, new Grant(Place.Kind.TEAM, team, BuiltInRole.TEAM_ADMIN.permissions())));
  }

  AdminCalls with(String name, Permission... permissions) {
    return as(actors.user(name, id, Grant.everywhere(id, Set.of(permissions))));
  }

  private Grant everywhere(BuiltInRole role) {
    return Grant.everywhere(id, role.permissions());
  }

  JdbcClient jdbc() {
    return gateway.bean(JdbcClient.class);
  }

  List<Map<String, Object>> audited(String resourceId) {
    return jdbc()
        .sql(
            "select action, outcome, before::text, after::text from audit_log where resource_id = ? order by number")
        .param(resourceId)
        .query()
        .listOfRows();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
