package dev.serai.models;

import dev.serai.call.Target;
import dev.serai.models.RouteChoice.Considered;
import dev.serai.models.RouteChoice.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes what becomes of each provider while a name is resolved; the last word counts. */
final class Considering {
  private final Map<Place, Verdict> verdicts = new LinkedHashMap<>();

  private record Place(String provider, String model) {}

  void add(Target target, Verdict verdict) {
    add(target.provider().name(), target.model(), verdict);
  }

  void add(String provider, String model, Verdict verdict) {
    verdicts.put(new Place(provider, model), verdict);
  }

  /** The name says that one provider is meant: the others are not asked. */
  void pinned(String name, Served meant, List<Served> providers) {
    String rest = name.substring(meant.name().length() + 1);
    for (Served served : providers)
      if (served == meant) add(served.name(), rest, Verdict.NOT_SERVED);
      else add(served.name(), rest, Verdict.PINNED_ELSEWHERE);
  }

  List<Considered> all() {
    return verdicts.entrySet().stream()
        .map(e -> new Considered(e.getKey().provider(), e.getKey().model(), e.getValue()))
        .toList();
  }
}
