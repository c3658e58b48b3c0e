package dev.serai.limits;

import dev.serai.database.Changes;
import dev.serai.keys.TestKeys;
import dev.serai.models.KnownModels;
import dev.serai.providers.ProviderStore;
import dev.serai.providers.ProviderTypes;
import dev.serai.tenants.Renamed;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Limits on a test database, for tests of other packages. */
public final class TestLimits {
  private TestLimits() {}

  public static ManagedLimits on(
      TestDatabase database, Changes changes, ProviderStore providers, ProviderTypes types) {
    Tenants tenants = TestKeys.tenants(database);
    return new ManagedLimits(
        new LimitStore(database.jdbc()),
        new LimitRequestStore(database.jdbc()),
        new LimitPlaces(database.jdbc()),
        new Targets(database.jdbc(), tenants),
        new Reach(providers, types, new Models()),
        new LimitSnapshot(
            database.dataSource(),
            changes,
            new StaticListableBeanFactory().getBeanProvider(LimitsInForce.class)),
        tenants,
        database.transactions(),
        changes,
        TestKeys.mutations(database, changes),
        InstantSource.system());
  }

  /** Limits that follow new names. */
  public static ObjectProvider<Renamed> renamed(TestDatabase database) {
    return new StaticListableBeanFactory(Map.of("targets", new RenamedTargets(database.jdbc())))
        .getBeanProvider(Renamed.class);
  }

  /** Of no family. */
  private static final class Models implements KnownModels {
    @Override
    public boolean knows(String family, String model) {
      return false;
    }

    @Override
    public Collection<String> names(String family) {
      return List.of();
    }
  }
}
