package dev.serai.config;

import dev.serai.credentials.CredentialStore;
import dev.serai.database.Changes;
import dev.serai.keys.GivenSecrets;
import dev.serai.keys.TestKeys;
import dev.serai.keys.VirtualKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.TestLimits;
import dev.serai.models.PolicyStore;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import dev.serai.secrets.TestSecretBox;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What applies a file, on a database of its own that has been started once. */
abstract class Applying {
  static final String KEY = "vk-lw-0123456789ABCDEFGHJKMNPQRS";

  final TestDatabase database = TestDatabase.migrated();
  final Changes changes = database.changes();
  final ProviderStore providers = new ProviderStore(database.jdbc());
  final CredentialStore credentials =
      new CredentialStore(database.jdbc(), TestSecretBox.of(1), database.transactions());
  final PolicyStore policies = new PolicyStore(database.jdbc());
  final PriceStore prices = new PriceStore(database.jdbc());
  final Tenants tenants = TestKeys.tenants(database);
  final VirtualKeys keys = TestKeys.on(database, changes, new StoredPolicies(policies));
  final GivenSecrets secrets = TestKeys.secrets(database);
  final ApplyProviders applyProviders =
      new ApplyProviders(providers, credentials, policies, prices);
  final ManagedLimits limits = TestLimits.on(database, changes, providers, TestTypes.all());
  final Apply apply =
      new Apply(
          database.transactions(),
          changes,
          new ApplyTenants(database.jdbc(), tenants, TestLimits.renamed(database)),
          applyProviders,
          new ApplyKeys(database.jdbc(), keys, secrets),
          new ApplyLimits(limits),
          _ -> {});

  @BeforeEach
  void aFirstStart() {
    tenants.project(tenants.current().id(), Tenants.DEFAULT_PROJECT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  Applied apply(String text) {
    return apply.apply(read(text), "serai.yaml", Owner.FILE);
  }

  static Settings read(String text) {
    return new SeraiYaml(TestTypes.all())
        .read(text, "serai.yaml", References.sent(Map.of("CI_KEY", KEY), Map.of()));
  }

  VirtualKey key(String project, String name) {
    return keys.find(project, name).orElseThrow();
  }

  long version() {
    return database.jdbc().sql("select version from change_counter").query(Long.class).single();
  }

  static List<String> created(Applied applied, String kind) {
    return kind(applied, kind).created();
  }

  static List<String> updated(Applied applied, String kind) {
    return kind(applied, kind).updated();
  }

  static List<String> removed(Applied applied, String kind) {
    return kind(applied, kind).removed();
  }

  static Applied.Kind kind(Applied applied, String kind) {
    return applied.kinds().stream().filter(k -> k.kind().equals(kind)).findFirst().orElseThrow();
  }
}
