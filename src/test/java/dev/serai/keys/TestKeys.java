package dev.serai.keys;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.Mutations;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.time.InstantSource;

/** Keys on a test database, for tests of other packages. */
public final class TestKeys {
  private static final Pepper PEPPER = new Pepper(new byte[32]);

  private TestKeys() {}

  public static Tenants tenants(TestDatabase database) {
    return new Tenants(database.jdbc(), "");
  }

  public static VirtualKeys on(TestDatabase database, Changes changes, KnownPolicies policies) {
    return new VirtualKeys(
        new KeyStore(database.jdbc(), new ObjectMapper()),
        tenants(database),
        policies,
        database.transactions(),
        changes,
        mutations(database, changes),
        PEPPER,
        InstantSource.system());
  }

  /** Nothing is written down. */
  public static Mutations mutations(TestDatabase database, Changes changes) {
    return new Mutations(database.transactions(), changes, _ -> {});
  }

  public static GivenSecrets secrets(TestDatabase database) {
    return new GivenSecrets(database.jdbc(), PEPPER);
  }
}
