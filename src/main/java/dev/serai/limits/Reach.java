package dev.serai.limits;

import dev.serai.admin.Problem;
import dev.serai.call.Provider;
import dev.serai.models.KnownModels;
import dev.serai.providers.ModelPatterns;
import dev.serai.providers.ProviderStore;
import dev.serai.providers.ProviderTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Whether anything that providers serve can match a limit's filter. */
@Component
final class Reach {
  private static final int SHOWN = 5;

  private final ProviderStore providers;
  private final ProviderTypes types;
  private final KnownModels known;

  Reach(ProviderStore providers, ProviderTypes types, KnownModels known) {
    this.providers = providers;
    this.types = types;
    this.known = known;
  }

  /**
   * @throws Problem 422 that says what would match
   */
  void check(String provider, List<String> models) {
    List<ProviderStore.Row> rows = providers.all();
    List<String> names = rows.stream().map(row -> row.provider().name()).toList();
    if (!provider.isEmpty() && !names.contains(provider))
      throw Targets.unreachable(
          "provider",
          "no provider '%s' (%s)".formatted(provider, thereAre(provider, names)),
          thereAre(provider, names));
    if (models.isEmpty()) return;
    List<Provider> asked = new ArrayList<>();
    for (ProviderStore.Row row : rows) {
      if (!provider.isEmpty() && !provider.equals(row.provider().name())) continue;
      Optional<Provider> found = types.find(row.provider().type()).map(row.provider()::on);
      // out of service for now: nobody can say what it serves
      if (found.isEmpty()) return;
      asked.add(found.get());
    }
    for (String model : models)
      if (asked.stream().noneMatch(p -> serves(p, model)))
        throw Targets.unreachable(
            "models",
            (provider.isEmpty()
                    ? "no provider serves a model like '%s' (%s)"
                    : "provider '" + provider + "' serves no model like '%s' (%s)")
                .formatted(model, thereAre(model, modelNames(asked))),
            thereAre(model, modelNames(asked)));
  }

  private boolean serves(Provider provider, String pattern) {
    for (String served : provider.models()) if (Globs.meet(served, pattern)) return true;
    if (provider.prices().isEmpty()) return false;
    if (pattern.indexOf('*') < 0) return known.knows(provider.prices(), pattern);
    ModelPatterns wanted = ModelPatterns.of(List.of(pattern));
    return known.names(provider.prices()).stream().anyMatch(wanted::matches);
  }

  private List<String> modelNames(List<Provider> asked) {
    TreeSet<String> names = new TreeSet<>();
    for (Provider provider : asked) {
      names.addAll(provider.models());
      if (!provider.prices().isEmpty()) names.addAll(known.names(provider.prices()));
    }
    return List.copyOf(names);
  }

  private static String thereAre(String asked, List<String> names) {
    if (names.isEmpty()) return "there is none";
    return "there are: "
        + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? " and others" : "")
        + LimitWords.nearest(asked, names);
  }
}
