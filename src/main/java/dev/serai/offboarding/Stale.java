package dev.serai.offboarding;

import dev.serai.tenants.User;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users whose teams or roles may have changed: each once, who came first is first. */
final class Stale {
  private final Map<String, User> byId = new LinkedHashMap<>();

  void clear() {
    byId.clear();
  }

  /** Beside those who wait already. */
  void add(Collection<User> users) {
    for (User user : users) byId.putIfAbsent(user.id(), user);
  }

  /** Stays until {@link #done}; null = nobody waits. */
  @Nullable User first() {
    return byId.isEmpty() ? null : byId.values().iterator().next();
  }

  void done(User user) {
    byId.remove(user.id());
  }
}
