package dev.serai.models;

import dev.serai.prices.Catalogue;
import java.util.Collection;

/** The models that the price catalogue has rows for. */
record CatalogueNames(Catalogue catalogue) implements KnownModels {
  @Override
  public boolean knows(String family, String model) {
    return catalogue.knows(family, model);
  }

  @Override
  public Collection<String> names(String family) {
    return catalogue.names(family);
  }
}
