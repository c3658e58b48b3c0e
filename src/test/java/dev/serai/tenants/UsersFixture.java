package dev.serai.tenants;

import dev.serai.access.AuditTrail;
import dev.serai.database.Changes;
import dev.serai.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Users on a real database, without Spring. */
final class UsersFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  final TestDatabase database = TestDatabase.migrated();
  final Changes changes = database.changes();
  final Tenants tenants = new Tenants(database.jdbc(), "");
  final TenantSnapshot snapshot = snapshot(changes);
  final Queue<AuditTrail.Entry> audit = new ConcurrentLinkedQueue<>();
  final Queue<String> departed = new ConcurrentLinkedQueue<>();
  final Users users = users(changes);
  final String home = tenants.current().id();

  UsersFixture() {
    changes.refreshNow();
  }

  TenantSnapshot snapshot(Changes feed) {
    return new TenantSnapshot(new JdbcTemplate(database.dataSource()), feed);
  }

  /** As another replica has it, on a feed of its own. */
  Users users(Changes feed) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("departure", (Departure) (principal, _, _) -> departed.add(principal));
    return new Users(
        database.jdbc(),
        tenants,
        database.transactions(),
        feed,
        audit::add,
        TestUsers.rules(feed),
        beans.getBeanProvider(Departure.class));
  }

  static Claim ada() {
    return new Claim("s-ada", "ada", "ada@example.com", "", List.of(), Set.of(), START);
  }

  User signIn(Claim claim) {
    return users.signed(claim.signed());
  }

  String teamName(String id) {
    return database
        .jdbc()
        .sql("select name from teams where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  long version() {
    return database.jdbc().sql("select version from change_counter").query(Long.class).single();
  }

  @Override
  public void close() {
    database.close();
  }

  record Claim(
      String subject,
      String username,
      String email,
      String organization,
      List<String> groups,
      Set<String> roles,
      Instant issuedAt) {
    SignedUser signed() {
      return new SignedUser(subject, username, email, organization, groups, roles, issuedAt);
    }

    Claim subject(String other) {
      return new Claim(other, username, email, organization, groups, roles, issuedAt);
    }

    Claim named(String other) {
      return new Claim(subject, other, email, organization, groups, roles, issuedAt);
    }

    Claim mail(String other) {
      return new Claim(subject, username, other, organization, groups, roles, issuedAt);
    }

    Claim of(String other) {
      return new Claim(subject, username, email, other, groups, roles, issuedAt);
    }

    Claim in(String... paths) {
      return new Claim(subject, username, email, organization, List.of(paths), roles, issuedAt);
    }

    Claim roles(String... names) {
      return new Claim(subject, username, email, organization, groups, Set.of(names), issuedAt);
    }

    Claim at(long seconds) {
      return new Claim(
          subject, username, email, organization, groups, roles, START.plusSeconds(seconds));
    }
  }
}
