package dev.serai.providers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/**
 * The types that route files define. Filled before the gateway serves, and again whenever a route
 * file is added; reads take no lock.
 */
@Component
public final class ProviderTypes {
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile Map<String, ProviderType> types = Map.of();

  /** Adds the type, or takes the place of the one with the same name. */
  public void register(ProviderType type) {
    synchronized (this) {
      Map<String, ProviderType> changed = new TreeMap<>(types);
      changed.put(type.name(), type);
      types = Map.copyOf(changed);
    }
    watchers.forEach(Runnable::run);
  }

  public Optional<ProviderType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** In alphabetical order. */
  public List<String> names() {
    return types.keySet().stream().sorted().toList();
  }

  void onChange(Runnable watcher) {
    watchers.add(watcher);
  }
}
