package dev.serai.providers;

import dev.serai.access.Permission;
import dev.serai.admin.InstallationOnly;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Provider;
import dev.serai.database.Changes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What admins do with providers. What was done is in force on this replica on return, on the others
 * within a second.
 *
 * <p>All throw {@link Problem}: 404 for a provider that is not there, 409 for one that is not the
 * API's to change, 422 for a wrong value.
 */
@Component
class ManagedProviders {
  private static final String WHAT = "provider";
  private static final int MODELS_MAX = 1000;
  private static final int PATTERN_MAX = 256;

  private final ProviderStore store;
  private final ProviderTypes types;
  private final ProviderUse use;
  private final InstallationOnly only;
  private final Mutations mutations;
  private final Changes changes;

  ManagedProviders(
      ProviderStore store,
      ProviderTypes types,
      ProviderUse use,
      InstallationOnly only,
      Mutations mutations,
      Changes changes) {
    this.store = store;
    this.types = types;
    this.use = use;
    this.only = only;
    this.mutations = mutations;
    this.changes = changes;
  }

  /** By name. */
  Page<ProviderView> list(String type, String managedBy, String after, int limit) {
    Page.checked(limit);
    only.check(Permission.GATEWAY_PROVIDERS_VIEW);
    List<ProviderView> found =
        store.all().stream()
            .map(row -> ProviderView.of(row, types))
            .filter(provider -> type.isEmpty() || provider.type().equals(type))
            .filter(provider -> managedBy.isEmpty() || provider.managedBy().equals(managedBy))
            .filter(provider -> provider.name().compareTo(after) > 0)
            .sorted(Comparator.comparing(ProviderView::name))
            .limit(limit + 1L)
            .toList();
    return Page.of(found, limit, ProviderView::name);
  }

  ProviderView get(String name) {
    letIn(Permission.GATEWAY_PROVIDERS_VIEW, name);
    return ProviderView.of(row(name), types);
  }

  /** Inside the caller's transaction. */
  ProviderView create(ProviderFields wanted) {
    only.check(Permission.GATEWAY_PROVIDERS_MANAGE);
    String name = Objects.requireNonNullElse(wanted.name(), "").strip();
    insist("name", ProviderRules.name(name));
    ConfiguredProvider provider = checked(wanted.on(ProviderFields.fresh(name)));
    long revision = changes.bump(); // from here on no other writer is in between
    List<ProviderStore.Row> all = store.all();
    if (find(all, name).isPresent())
      throw Problem.conflict("name_taken", "There is a provider named " + name + " already.");
    int last = all.stream().mapToInt(ProviderStore.Row::position).max().orElse(-1);
    ProviderStore.Row row = new ProviderStore.Row(provider, last + 1, Owner.API);
    store.put(row, revision);
    return mutations.created("provider.create", WHAT, name, ProviderView.of(row, types));
  }

  ProviderView update(String name, ProviderFields wanted, @Nullable String match) {
    letIn(Permission.GATEWAY_PROVIDERS_UPDATE, name);
    if (wanted.name() != null && !wanted.name().equals(name))
      throw Problem.invalid("name", "nothing: a provider keeps its name");
    return mutations.update(
        new Mutations.Target("provider.update", WHAT, name, match),
        () -> locked(name),
        before -> {
          ProviderStore.Row old = row(name);
          old.owner().letChange("Provider", name);
          ConfiguredProvider provider = checked(wanted.on(old.provider()));
          ProviderStore.Row row = new ProviderStore.Row(provider, old.position(), Owner.API);
          if (!row.equals(old)) store.put(row, changes.bump());
          return ProviderView.of(row, types);
        });
  }

  /**
   * With its credentials.
   *
   * @throws Problem 409 that names the policies which list it
   */
  void delete(String name, @Nullable String match) {
    letIn(Permission.GATEWAY_PROVIDERS_MANAGE, name);
    mutations.delete(
        new Mutations.Target("provider.delete", WHAT, name, match),
        () -> locked(name),
        () -> {
          row(name).owner().letChange("Provider", name);
          List<String> policies = use.policies(name);
          if (!policies.isEmpty())
            throw Problem.conflict(
                "provider_in_use",
                "Provider '%s' is listed by %s %s. Take it out there first."
                    .formatted(
                        name,
                        policies.size() == 1 ? "policy" : "policies",
                        String.join(", ", policies)));
          store.remove(name);
        });
  }

  /** Holds every other writer off until the transaction ends. */
  private ProviderView locked(String name) {
    changes.bump();
    return ProviderView.of(row(name), types);
  }

  private ProviderStore.Row row(String name) {
    return find(store.all(), name).orElseThrow(() -> Problem.notFound(WHAT, name));
  }

  private static Optional<ProviderStore.Row> find(List<ProviderStore.Row> rows, String name) {
    return rows.stream().filter(row -> row.provider().name().equals(name)).findFirst();
  }

  private void letIn(Permission permission, String name) {
    only.check(permission, Permission.GATEWAY_PROVIDERS_VIEW, WHAT, name);
  }

  private ConfiguredProvider checked(ConfiguredProvider provider) {
    ProviderType type =
        types
            .find(provider.type())
            .orElseThrow(
                () -> Problem.invalid("type", "one of " + String.join(", ", types.names())));
    insist("baseUrl", ProviderRules.baseUrl(provider.baseUrl()));
    insist("baseUrl", ProviderRules.neededUrl(type, provider.baseUrl()));
    if (provider.models().size() > MODELS_MAX
        || provider.models().stream().anyMatch(m -> m.isBlank() || m.length() > PATTERN_MAX))
      throw Problem.invalid(
          "models", "at most %d texts of 1 to %d characters".formatted(MODELS_MAX, PATTERN_MAX));
    insist("models", ProviderRules.neededModels(type, provider.models()));
    Provider.Timeouts times = provider.timeouts();
    insist("timeouts.connect", ProviderRules.timeout(times.connect()));
    insist("timeouts.firstByte", ProviderRules.timeout(times.firstByte()));
    insist("timeouts.firstByteStreamed", ProviderRules.timeout(times.firstByteStreamed()));
    insist("timeouts.idle", ProviderRules.timeout(times.idle()));
    insist("proxy", ProviderRules.proxy(provider.network().proxy()));
    insist("caCertificates", ProviderRules.caCertificates(provider.network().caCertificates()));
    return provider;
  }

  private static void insist(String field, Optional<String> broken) {
    broken.ifPresent(
        expected -> {
          throw Problem.invalid(field, expected);
        });
  }
}
