package dev.serai.providers;

import java.util.List;

/** Who would miss a provider. */
@FunctionalInterface
public interface ProviderUse {
  /** Names of the routing policies that list it. Asks the database. */
  List<String> policies(String provider);
}
