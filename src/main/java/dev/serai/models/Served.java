package dev.serai.models;

import dev.serai.call.Provider;
import dev.serai.providers.ModelPatterns;
import java.util.List;
import java.util.stream.Stream;

/** A provider and what it serves: its own patterns, and the catalogue's names of its family. */
record Served(Provider provider, ModelPatterns patterns, KnownModels known) {
  static Served of(Provider provider, KnownModels known) {
    return new Served(provider, ModelPatterns.of(provider.models()), known);
  }

  String name() {
    return provider.name();
  }

  String family() {
    return family(provider);
  }

  static String family(Provider provider) {
    return provider.prices().isEmpty() ? provider.name() : provider.prices();
  }

  boolean serves(String model) {
    if (model.isEmpty()) return false;
    return patterns.matches(model)
        || (!provider.prices().isEmpty() && known.knows(provider.prices(), model));
  }

  /** Names that are certain: written out in the configuration, then the catalogue's by alphabet. */
  List<String> names() {
    return Stream.concat(
            patterns.literals().stream(),
            provider.prices().isEmpty()
                ? Stream.empty()
                : known.names(provider.prices()).stream().sorted())
        .distinct()
        .toList();
  }
}
