package dev.serai.limits;

import dev.serai.admin.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells admins why calls of a key are refused, or how near they are to it. */
@Component
final class Explanations {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Targets targets;
  private final ManagedLimits limits;
  private final LimitStore store;
  private final Utilisation utilisation;

  Explanations(Targets targets, ManagedLimits limits, LimitStore store, Utilisation utilisation) {
    this.targets = targets;
    this.limits = limits;
    this.store = store;
    this.utilisation = utilisation;
  }

  /**
   * @param provider empty = any, and so the model
   * @param endUser empty = nobody in particular
   * @throws Problem 404 when there is no such key
   */
  KeyLimits of(String key, String provider, String model, String endUser) {
    Targets.KeyCaller found =
        targets.caller(key).orElseThrow(() -> Problem.notFound("key", "of that name or id"));
    List<LimitView> views = new ArrayList<>();
    List<String> refusing = new ArrayList<>();
    for (Limit limit : limits.of(found.caller())) {
      if (!concerns(limit.filter(), provider, model)) continue;
      StoredLimit stored = store.find(limit.organization(), limit.id()).orElse(null);
      if (stored == null) continue; // deleted a moment ago
      String member =
          switch (limit.scope()) {
            case GROUP_MEMBER -> found.caller().principal();
            case END_USER -> endUser;
            default -> "";
          };
      @Nullable StandingView standing =
          Utilisation.perMember(limit) && member.isEmpty()
              ? null
              : utilisation.of(stored.limit(), member);
      views.add(LimitView.of(stored, standing));
      // what is reserved comes back, or is at hand on some replica: only what is spent is gone
      if (limit.blocks() && standing != null && standing.usedPercent().compareTo(HUNDRED) >= 0)
        refusing.add(limit.id());
    }
    return new KeyLimits(
        found.caller().key(), found.name(), views, refusing, found.caller().requestsPerMinute());
  }

  private static boolean concerns(Filter filter, String provider, String model) {
    return (provider.isEmpty() || filter.provider().isEmpty() || filter.provider().equals(provider))
        && (model.isEmpty() || filter.models().isEmpty() || filter.patterns().matches(model));
  }
}
