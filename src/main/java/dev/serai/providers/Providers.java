package dev.serai.providers;

import dev.serai.call.Provider;
import dev.serai.database.Changes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Every provider in service: a snapshot, brought up to date when an administrator or a route file
 * changes one. Reads take no lock and do no I/O.
 */
@Component
public final class Providers {
  private static final Logger log = LoggerFactory.getLogger(Providers.class);

  private final ProviderTypes types;
  private final ProviderStore store;

  /** Written under this. */
  private List<ConfiguredProvider> configured = List.of();

  private Set<String> withoutType = Set.of();
  private volatile List<Provider> inService = List.of();

  Providers(ProviderTypes types, ProviderStore store, Changes changes) {
    this.types = types;
    this.store = store;
    types.onChange(this::apply);
    changes.onChange(this::refresh);
  }

  public Optional<Provider> find(String name) {
    for (Provider provider : inService)
      if (provider.name().equals(name)) return Optional.of(provider);
    return Optional.empty();
  }

  /** In the configured order; the same list until one of them changes. */
  public List<Provider> all() {
    return inService;
  }

  private void refresh() {
    List<ConfiguredProvider> read = store.all().stream().map(ProviderStore.Row::provider).toList();
    synchronized (this) {
      configured = read;
      apply();
    }
  }

  private synchronized void apply() {
    List<Provider> providers =
        configured.stream().flatMap(p -> types.find(p.type()).map(p::on).stream()).toList();
    if (!providers.equals(inService)) inService = providers;
    Set<String> missing =
        configured.stream()
            .map(ConfiguredProvider::type)
            .filter(type -> types.find(type).isEmpty())
            .collect(Collectors.toSet());
    // before the route files are loaded there is no type at all: nothing to warn of yet
    if (!missing.isEmpty() && !types.names().isEmpty() && !missing.equals(withoutType))
      log.atWarn()
          .addKeyValue("types", missing)
          .log("providers out of service: no route file defines their type");
    withoutType = missing;
  }
}
