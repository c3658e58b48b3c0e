package dev.serai.up;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.admin.AdminTokens;
import dev.serai.admin.Installation;
import dev.serai.call.Secret;
import dev.serai.keys.FirstRun;
import dev.serai.keys.IssuedKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Secrets that this start made; nobody can show them again.
 *
 * @param firstKey empty when there were keys already
 * @param configuredKeys by name: keys of the configuration file that came without a secret
 * @param adminToken empty when there was one and no new one was asked for
 */
record Arrival(
    Optional<Secret> firstKey, Map<String, Secret> configuredKeys, Optional<Secret> adminToken) {

  /** A key to try the gateway with. */
  Optional<Secret> anyKey() {
    return firstKey.or(() -> configuredKeys.values().stream().findFirst());
  }

  /** Hears of new secrets while the gateway comes up; they are shown when it is ready. */
  static final class Listener implements FirstRun.Listener, IssuedKey.Listener {
    private final Map<String, Secret> configured = new LinkedHashMap<>();
    private volatile @Nullable FirstRun made;

    @Override
    public void onFirstRun(FirstRun firstRun) {
      made = firstRun;
    }

    @Override
    public synchronized void onIssued(IssuedKey issued) {
      configured.put(issued.key().name(), issued.secret());
    }

    synchronized Arrival arrival(ApplicationContext context, boolean resetAdminToken) {
      Arrival arrival = made();
      if (made != null || !resetAdminToken) return arrival;
      Secret token =
          Acting.as(
              Actor.system(context.getBean(Installation.class).organization()),
              new Acting.Origin("up", ""),
              () -> context.getBean(AdminTokens.class).reset(AdminTokens.FIRST));
      return new Arrival(arrival.firstKey, arrival.configuredKeys, Optional.of(token));
    }

    /** What was made so far. */
    synchronized Arrival made() {
      Optional<FirstRun> first = Optional.ofNullable(made);
      return new Arrival(
          first.map(FirstRun::key),
          new LinkedHashMap<>(configured),
          first.map(FirstRun::adminToken));
    }
  }
}
