package dev.serai.config;

import dev.serai.config.Settings.CredentialSettings;
import dev.serai.config.Settings.ProviderSettings;
import dev.serai.credentials.CredentialStore;
import dev.serai.models.PolicyStore;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Providers with their credentials, routing policies, and prices of one's own. */
@Component
final class ApplyProviders {
  private final ProviderStore providers;
  private final CredentialStore credentials;
  private final PolicyStore policies;
  private final PriceStore prices;

  ApplyProviders(
      ProviderStore providers,
      CredentialStore credentials,
      PolicyStore policies,
      PriceStore prices) {
    this.providers = providers;
    this.credentials = credentials;
    this.policies = policies;
    this.prices = prices;
  }

  void apply(Settings settings, Pass pass) {
    providers(settings, pass);
    credentials(settings, pass);
    policies(settings.policies(), pass);
    prices(settings, pass);
  }

  private void providers(Settings settings, Pass pass) {
    Pass.Tally tally = pass.of("providers");
    Map<String, ProviderStore.Row> stored = new HashMap<>();
    providers.all().forEach(row -> stored.put(row.provider().name(), row));
    int position = 0;
    for (ProviderSettings wanted : settings.providers()) {
      String name = wanted.provider().name();
      ProviderStore.Row row = new ProviderStore.Row(wanted.provider(), position++, pass.owner());
      ProviderStore.Row old = stored.remove(name);
      if (old != null && !pass.rules(old.owner())) pass.taken("provider", name);
      else if (row.equals(old)) tally.unchanged++;
      else {
        providers.put(row, pass.revision());
        (old == null ? tally.created : tally.updated).add(name);
      }
    }
    for (ProviderStore.Row gone : stored.values()) {
      if (!pass.rules(gone.owner())) continue;
      providers.remove(gone.provider().name());
      tally.removed.add(gone.provider().name());
    }
  }

  private void credentials(Settings settings, Pass pass) {
    Pass.Tally tally = pass.of("credentials");
    Map<String, CredentialStore.Row> stored = new HashMap<>();
    credentials.all().forEach(row -> stored.put(row.provider() + "/" + row.name(), row));
    for (ProviderSettings provider : settings.providers()) {
      int position = 0;
      for (CredentialSettings wanted : provider.credentials()) {
        String owner = provider.provider().name();
        CredentialStore.Row old = stored.remove(owner + "/" + wanted.name());
        credential(owner, wanted, position++, old, pass);
      }
    }
    for (Map.Entry<String, CredentialStore.Row> gone : stored.entrySet()) {
      if (!pass.rules(gone.getValue().owner())) continue;
      credentials.remove(gone.getValue().id());
      tally.removed.add(gone.getKey());
    }
  }

  private void credential(
      String provider,
      CredentialSettings wanted,
      int position,
      CredentialStore.@org.jspecify.annotations.Nullable Row old,
      Pass pass) {
    Pass.Tally tally = pass.of("credentials");
    String name = provider + "/" + wanted.name();
    CredentialStore.Row fresh =
        CredentialStore.Row.fresh(
            provider,
            wanted.name(),
            wanted.models(),
            wanted.room(),
            wanted.weight(),
            position,
            pass.owner());
    if (old != null && !pass.rules(old.owner())) pass.taken("credential", name);
    else if (old != null
        && fresh.withId(old.id()).equals(old)
        && credentials.holds(old.id(), wanted.secret())) tally.unchanged++;
    else {
      credentials.put(fresh, wanted.secret(), pass.revision());
      (old == null ? tally.created : tally.updated).add(name);
    }
  }

  private void policies(List<RoutingPolicy> wanted, Pass pass) {
    Pass.Tally tally = pass.of("policies");
    Map<String, PolicyStore.Row> stored = new HashMap<>();
    policies.all().forEach(row -> stored.put(row.policy().name(), row));
    Set<String> names = wanted.stream().map(RoutingPolicy::name).collect(Collectors.toSet());
    for (PolicyStore.Row row : List.copyOf(stored.values())) {
      if (names.contains(row.policy().name()) || !pass.rules(row.owner())) continue;
      policies.remove(row.policy().name());
      tally.removed.add(row.policy().name());
      stored.remove(row.policy().name());
    }
    // the default comes last, after the one that was it before has stepped down
    for (RoutingPolicy policy :
        wanted.stream().sorted(Comparator.comparing(RoutingPolicy::preferred)).toList())
      policy(policy, stored, pass);
  }

  private void policy(RoutingPolicy policy, Map<String, PolicyStore.Row> stored, Pass pass) {
    Pass.Tally tally = pass.of("policies");
    PolicyStore.Row old = stored.get(policy.name());
    PolicyStore.Row row = new PolicyStore.Row(policy, pass.owner());
    if (old != null && !pass.rules(old.owner())) pass.taken("policy", policy.name());
    else if (row.equals(old)) tally.unchanged++;
    else if (policy.preferred() && apiDefault(stored.values(), pass))
      pass.conflict(
          "policy '%s' cannot be the default: one made through the API is it (expected: one default)"
              .formatted(policy.name()));
    else {
      policies.put(row, pass.revision());
      (old == null ? tally.created : tally.updated).add(policy.name());
    }
  }

  private static boolean apiDefault(Iterable<PolicyStore.Row> stored, Pass pass) {
    for (PolicyStore.Row row : stored)
      if (row.policy().preferred() && !pass.rules(row.owner())) return true;
    return false;
  }

  private void prices(Settings settings, Pass pass) {
    Pass.Tally tally = pass.of("prices");
    Map<String, PriceStore.Row> stored = new HashMap<>();
    prices.all().forEach(row -> stored.put(row.name(), row));
    int position = 0;
    for (Settings.PriceSettings wanted : settings.prices()) {
      PriceStore.Row row = new PriceStore.Row(wanted, position++, pass.owner());
      PriceStore.Row old = stored.remove(row.name());
      if (old != null && !pass.rules(old.owner())) pass.taken("price", row.name());
      else if (row.equals(old)) tally.unchanged++;
      else {
        prices.put(row, pass.revision());
        (old == null ? tally.created : tally.updated).add(row.name());
      }
    }
    for (PriceStore.Row gone : stored.values()) {
      if (!pass.rules(gone.owner())) continue;
      prices.remove(gone);
      tally.removed.add(gone.name());
    }
  }

  /** Whether anybody but the defaults from the environment has configured something. */
  boolean configured() {
    return providers.all().stream().anyMatch(row -> row.owner() != Owner.ENVIRONMENT)
        || policies.all().stream().anyMatch(row -> row.owner() != Owner.ENVIRONMENT);
  }
}
