package dev.serai.tenants;

import dev.serai.database.Changes;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Users on a test database, for tests of other packages. */
public final class TestUsers {
  private TestUsers() {}

  /** Nothing is written to the audit log, and nothing ends when one leaves. */
  public static Users on(TestDatabase database, Changes changes) {
    return new Users(
        database.jdbc(),
        new Tenants(database.jdbc(), ""),
        database.transactions(),
        changes,
        _ -> {},
        rules(changes),
        new StaticListableBeanFactory().getBeanProvider(Departure.class));
  }

  /** Somebody of the installation's organization, whose subject is made of the name. */
  public static SignedUser named(String name, String... groups) {
    return new SignedUser(
        "subject-" + name,
        name,
        name + "@example.com",
        "",
        List.of(groups),
        Set.of(),
        Instant.now());
  }

  static TenantRules rules(Changes changes) {
    StaticListableBeanFactory none = new StaticListableBeanFactory();
    return new TenantRules(
        changes, none.getBeanProvider(PolicyNames.class), none.getBeanProvider(Renamed.class));
  }

  /** The key is that user's from now on. */
  public static void give(TestDatabase database, Changes changes, String key, User user) {
    give(database.jdbc(), database.transactions(), changes, key, user);
  }

  public static void give(GatewayUnderTest gateway, String key, User user) {
    give(
        gateway.bean(JdbcClient.class),
        gateway.bean(TransactionTemplate.class),
        gateway.bean(Changes.class),
        key,
        user);
  }

  private static void give(
      JdbcClient jdbc, TransactionTemplate transactions, Changes changes, String key, User user) {
    transactions.executeWithoutResult(
        _ ->
            jdbc.sql("update virtual_keys set principal_id = ?, revision = ? where id = ?")
                .params(user.id(), changes.bump(), key)
                .update());
    changes.refreshNow();
  }
}
