package dev.serai.tenants;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.ActorSource;
import dev.serai.call.RequestId;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole server, its organization {@code acme}, another one, and actors of both. */
final class TenantsOnline implements AutoCloseable {
  final TestActors actors = new TestActors();
  final GatewayUnderTest gateway =
      GatewayUnderTest.with(
              """
              organization: acme
              projects: [ { name: filed, team: file-team } ]
              policies: [ { name: narrow, providers: [ echo ] } ]
              providers: [ { name: echo, type: echo } ]
              """)
          .bean(ActorSource.class, actors)
          .start();
  final Users users = gateway.bean(Users.class);
  final Tenants tenants = gateway.bean(Tenants.class);
  final String home = tenants.organization();
  final String other = tenants.organization("other").id();
  final AdminCalls admin = admin(home, "boss");
  final AdminCalls stranger = admin(other, "stranger");

  AdminCalls admin(String organization, String id) {
    return acting(id, organization, everywhere(organization, BuiltInRole.ADMIN.permissions()));
  }

  AdminCalls acting(String id, String organization, Grant... grants) {
    return new AdminCalls(gateway.adminUrl(), actors.user(id, organization, grants));
  }

  static Grant everywhere(String organization, Set<Permission> permissions) {
    return Grant.everywhere(organization, permissions);
  }

  static Grant atTeam(String team, Permission... permissions) {
    return new Grant(Place.Kind.TEAM, team, Set.of(permissions));
  }

  User signIn(String name, String organization, String... groups) {
    return users.signed(
        new SignedUser(
            "subject-" + name,
            name,
            name + "@example.com",
            organization,
            List.of(groups),
            Set.of(),
            java.time.Instant.now()));
  }

  /** Of a new thing, made by the admin. */
  String made(String path, String json) {
    return admin.post(path, json).text("/id");
  }

  String unused(String prefix) {
    return prefix + "-" + RequestId.next();
  }

  List<Map<String, Object>> audit(String action, String id) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select * from audit_log where action = ? and resource_id = ? order by number")
        .params(action, id)
        .query()
        .listOfRows();
  }

  static List<String> ids(Reply page) {
    return page.body().at("/items").findValuesAsText("id");
  }

  @Override
  public void close() {
    gateway.close();
  }
}
