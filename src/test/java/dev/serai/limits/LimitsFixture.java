package dev.serai.limits;

import dev.serai.call.Caller;
import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.database.Changes;
import dev.serai.keys.NewKey;
import dev.serai.keys.TestKeys;
import dev.serai.keys.VirtualKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.models.KnownModels;
import dev.serai.providers.ConfiguredProvider;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import dev.serai.providers.ProviderType;
import dev.serai.providers.ProviderTypes;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Limits on a real database, without Spring, at a time that the test sets. */
final class LimitsFixture implements AutoCloseable {
  final TestDatabase database = TestDatabase.migrated();
  final Changes changes = database.changes();
  final Tenants tenants = TestKeys.tenants(database);
  final VirtualKeys keys = TestKeys.on(database, changes, (_, _) -> true);
  final ProviderStore providers = new ProviderStore(database.jdbc());
  final LimitStore store = new LimitStore(database.jdbc());
  final LimitRequestStore requestStore = new LimitRequestStore(database.jdbc());
  final Targets targets = new Targets(database.jdbc(), tenants);

  /** What listeners were told last. */
  volatile List<Limit> inForce = List.of();

  volatile int told;
  volatile Instant now = Instant.parse("2026-03-10T14:33:20.123456Z");
  final LimitSnapshot snapshot = snapshot(changes);
  final ManagedLimits limits = limits(changes, snapshot);
  final LimitRequests requests =
      new LimitRequests(requestStore, limits, TestKeys.mutations(database, changes));
  final Utilisation utilisation;
  final Explanations explanations;

  LimitsFixture(Standings... standings) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    for (Standings known : standings) beans.addBean("standings", known);
    utilisation =
        new Utilisation(database.jdbc(), beans.getBeanProvider(Standings.class), () -> now);
    explanations = new Explanations(targets, limits, store, utilisation);
    tenants.project(tenants.current().id(), Tenants.DEFAULT_PROJECT);
    changes.refreshNow();
  }

  LimitSnapshot snapshot(Changes feed) {
    LimitsInForce listener =
        all -> {
          inForce = all;
          told++;
        };
    return new LimitSnapshot(
        database.dataSource(),
        feed,
        new StaticListableBeanFactory(Map.of("listener", listener))
            .getBeanProvider(LimitsInForce.class));
  }

  ManagedLimits limits(Changes feed, LimitSnapshot of) {
    return new ManagedLimits(
        store,
        requestStore,
        new LimitPlaces(database.jdbc()),
        targets,
        new Reach(providers, types(), new Known()),
        of,
        tenants,
        database.transactions(),
        feed,
        TestKeys.mutations(database, feed),
        () -> now);
  }

  String organization() {
    return tenants.current().id();
  }

  VirtualKey key(String name, String project) {
    tenants.project(organization(), project);
    return keys.create(NewKey.named(name, project)).key();
  }

  Caller caller(String key) {
    return targets.caller(key).orElseThrow().caller();
  }

  void provider(String name, String type, String... models) {
    database
        .transactions()
        .executeWithoutResult(
            _ ->
                providers.put(
                    new ProviderStore.Row(
                        new ConfiguredProvider(
                            name, type, "", List.of(models), Provider.Timeouts.DEFAULT),
                        0,
                        Owner.API),
                    changes.bump()));
  }

  /** As the exchange and the drain would have it. */
  void spent(Limit limit, String member, Instant start, long granted, long spent) {
    database
        .jdbc()
        .sql("insert into replicas (id, journal) values ('r', 'j') on conflict do nothing")
        .update();
    database
        .jdbc()
        .sql(
            """
            with quota as (insert into quotas (limit_id, member, starts_at) values (?, ?, ?)
                returning id),
              lease as (insert into leases (quota_id, replica_id, granted)
                select id, 'r', ? from quota returning id)
            insert into lease_charges (lease_id, spent) select id, ? from lease
            """)
        .params(limit.id(), member, java.sql.Timestamp.from(start), granted, spent)
        .update();
  }

  @Override
  public void close() {
    database.close();
  }

  private static ProviderTypes types() {
    ProviderTypes types = new ProviderTypes();
    types.register(type("openai", "openai"));
    types.register(type("plain", ""));
    return types;
  }

  private static ProviderType type(String name, String prices) {
    return new ProviderType(
        name,
        "http://127.0.0.1:1/v1",
        Set.of(Dialect.OPENAI_CHAT),
        Provider.Auth.BEARER,
        true,
        prices,
        List.of());
  }

  private static final class Known implements KnownModels {
    @Override
    public boolean knows(String family, String model) {
      return names(family).contains(model);
    }

    @Override
    public Collection<String> names(String family) {
      return family.equals("openai") ? List.of("gpt-5", "gpt-5-mini") : List.of();
    }
  }
}
