package dev.serai.limits;

import dev.serai.call.Caller;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits that keys carry themselves: requests per minute, over the last 60 seconds. Made when a
 * key is first used, forgotten when it has been idle.
 */
final class KeyRates {
  private static final String ID = "key:";
  private static final String ID_END = ":requests-per-minute";
  private static final Window LAST_MINUTE =
      new Window(Window.Kind.ROLLING, Duration.ofMinutes(1), ZoneOffset.UTC, null);

  private final Map<String, Level> levels = new ConcurrentHashMap<>();

  /** Null for a key without a cap. */
  @Nullable Level of(Caller caller, long now, LiveQuotas quotas) {
    int cap = caller.requestsPerMinute();
    if (cap <= 0) return null;
    Level level = levels.get(caller.key());
    if (level == null) level = levels.computeIfAbsent(caller.key(), k -> new Level(limit(caller)));
    if (level.limit().cap() != cap) level.change(limit(caller), now, quotas);
    return level;
  }

  @Nullable Level byId(String limitId) {
    return isRate(limitId)
        ? levels.get(limitId.substring(ID.length(), limitId.length() - ID_END.length()))
        : null;
  }

  Collection<Level> all() {
    return levels.values();
  }

  static boolean isRate(String limitId) {
    return limitId.startsWith(ID) && limitId.endsWith(ID_END);
  }

  void sweep(long now, long idleSince, LiveQuotas quotas) {
    for (Iterator<Level> each = levels.values().iterator(); each.hasNext(); ) {
      Level level = each.next();
      if (!level.sweep(now, idleSince, quotas)) continue;
      // in this order: whoever finds it gone opens the same quota anew, which may not be closed
      // then
      level.close(quotas);
      each.remove();
    }
  }

  private static Limit limit(Caller caller) {
    return new Limit(
        ID + caller.key() + ID_END,
        caller.organization(),
        Scope.KEY,
        caller.key(),
        caller.keyName(),
        Measure.REQUESTS,
        LAST_MINUTE,
        caller.requestsPerMinute(),
        Filter.NONE,
        Limit.OnBreach.BLOCK,
        Limit.Estimate.BALANCED,
        Limit.UnknownPrice.REFUSE,
        Limit.WhenBlind.ALLOW,
        List.of(),
        "",
        false,
        0);
  }
}
