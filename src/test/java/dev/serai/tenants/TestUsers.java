package dev.serai.tenants;

import dev.serai.database.Changes;
import dev.serai.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

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

  /** The key is that user's from now on. */
  public static void give(TestDatabase database, Changes changes, String key, User user) {
    database
        .transactions()
        .executeWithoutResult(
            _ ->
                database
                    .jdbc()
                    .sql("update virtual_keys set principal_id = ?, revision = ? where id = ?")
                    .params(user.id(), changes.bump(), key)
                    .update());
    changes.refreshNow();
  }
}
