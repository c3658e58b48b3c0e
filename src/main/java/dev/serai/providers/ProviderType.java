package dev.serai.providers;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import java.util.List;
import java.util.Set;

/**
 * What a provider's route file says: the defaults of every provider configured with this type.
 *
 * @param name the route that calls it is {@code direct:provider-<name>}
 * @param baseUrl empty when each provider must bring its own
 * @param prices family in the price catalogue, empty when it has none
 * @param models patterns of what it serves beyond the catalogue
 */
public record ProviderType(
    String name,
    String baseUrl,
    Set<Dialect> dialects,
    Provider.Auth auth,
    boolean asksUsage,
    String prices,
    List<String> models) {
  public ProviderType {
    if (name.isBlank()) throw new IllegalArgumentException("provider type: empty name");
    if (dialects.isEmpty())
      throw new IllegalArgumentException("provider type '" + name + "': no dialect");
    dialects = Set.copyOf(dialects);
    models = List.copyOf(models);
  }
}
