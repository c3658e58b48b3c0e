package dev.serai.models;

import java.util.Collection;

/** Which models exist, by family of the price catalogue. Called on the request path: no I/O. */
public interface KnownModels {
  boolean knows(String family, String model);

  Collection<String> names(String family);
}
