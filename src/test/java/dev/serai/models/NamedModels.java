package dev.serai.models;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A catalogue that knows just these names. */
record NamedModels(Map<String, Set<String>> byFamily) implements KnownModels {
  @Override
  public boolean knows(String family, String model) {
    return byFamily.getOrDefault(family, Set.of()).contains(model);
  }

  @Override
  public Collection<String> names(String family) {
    return new TreeSet<>(byFamily.getOrDefault(family, Set.of()));
  }
}
