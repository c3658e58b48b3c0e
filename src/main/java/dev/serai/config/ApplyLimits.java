package dev.serai.config;

import dev.serai.admin.Problem;
import dev.serai.config.Settings.LimitSettings;
import dev.serai.limits.Limit;
import dev.serai.limits.LimitWords;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.StoredLimit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits. One that counts the same as before is the same limit, whatever else the file says of it
 * now: it keeps what was spent. Those made through the API stand beside them.
 */
@Component
final class ApplyLimits {
  private final ManagedLimits limits;

  ApplyLimits(ManagedLimits limits) {
    this.limits = limits;
  }

  void apply(Settings settings, Pass pass) {
    Map<StoredLimit.Identity, StoredLimit> stored = new LinkedHashMap<>();
    for (StoredLimit limit : limits.of(pass.ruled())) stored.put(limit.identity(), limit);
    Set<StoredLimit.Identity> seen = new HashSet<>();
    for (LimitSettings wanted : settings.limits()) {
      try {
        Limit limit = limits.checked(wanted.limit(), true);
        StoredLimit.Identity identity = StoredLimit.Identity.of(limit);
        if (seen.add(identity)) put(limit, stored.remove(identity), pass);
        else
          pass.conflict(
              wanted.line(),
              "limit '" + LimitWords.title(limit) + "' stands here twice (expected: once)");
      } catch (Problem problem) {
        pass.conflict(wanted.line(), "limit: " + problem.getMessage());
      }
    }
    for (StoredLimit gone : stored.values()) {
      limits.remove(gone);
      pass.of("limits").removed.add(LimitWords.title(gone.limit()));
    }
  }

  private void put(Limit limit, @Nullable StoredLimit old, Pass pass) {
    Pass.Tally tally = pass.of("limits");
    if (old == null) {
      limits.add(limit, pass.owner());
      tally.created.add(LimitWords.title(limit));
    } else if (old.says(limit) && old.owner() == pass.owner()) {
      tally.unchanged++;
    } else {
      limits.take(old, limit, pass.owner());
      tally.updated.add(LimitWords.title(limit));
    }
  }
}
