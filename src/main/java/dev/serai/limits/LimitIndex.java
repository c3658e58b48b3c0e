package dev.serai.limits;

import dev.serai.call.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits there are, by what they are about. Immutable. */
final class LimitIndex {
  static final LimitIndex EMPTY = new LimitIndex(List.of());

  private static final Level[] NONE = {};

  private final Map<String, Level> byId;
  private final List<Map<String, Level[]>> byTarget;

  LimitIndex(Collection<Level> levels) {
    byId = HashMap.newHashMap(levels.size());
    byTarget = new ArrayList<>();
    for (int i = 0; i < Scope.values().length; i++) byTarget.add(new HashMap<>());
    List<Level> sorted = new ArrayList<>(levels);
    sorted.sort(Comparator.comparing(level -> level.limit().id()));
    for (Level level : sorted) {
      Limit limit = level.limit();
      byId.put(limit.id(), level);
      byTarget
          .get(limit.scope().ordinal())
          .merge(limit.target(), new Level[] {level}, LimitIndex::both);
    }
  }

  Collection<Level> all() {
    return byId.values();
  }

  @Nullable Level byId(String id) {
    return byId.get(id);
  }

  /** In the order of their ids. */
  Level[] of(Scope scope, String target) {
    Map<String, Level[]> targets = byTarget.get(scope.ordinal());
    if (targets.isEmpty() || target.isEmpty()) return NONE;
    return targets.getOrDefault(target, NONE);
  }

  /** Of all targets of the scope that the caller belongs to, in the order of their ids. */
  Level[] of(Scope scope, Caller caller) {
    return switch (scope) {
      case ORGANIZATION -> of(scope, caller.organization());
      case TEAM -> of(scope, caller.team());
      case PROJECT -> of(scope, caller.project());
      case USER -> of(scope, caller.principal());
      case KEY -> of(scope, caller.key());
      case SESSION -> of(scope, caller.session());
      case GROUP_MEMBER -> ofGroups(caller);
      case END_USER -> sorted(of(scope, caller.project()), of(scope, caller.key()));
    };
  }

  private Level[] ofGroups(Caller caller) {
    if (byTarget.get(Scope.GROUP_MEMBER.ordinal()).isEmpty()) return NONE;
    Level[] found = NONE;
    List<String> groups = caller.groups();
    for (int i = 0; i < groups.size(); i++)
      found = sorted(found, of(Scope.GROUP_MEMBER, groups.get(i)));
    return found;
  }

  private static Level[] sorted(Level[] some, Level[] more) {
    if (some.length == 0) return more;
    if (more.length == 0) return some;
    Level[] both = both(some, more);
    Arrays.sort(both, Comparator.comparing(level -> level.limit().id()));
    return both;
  }

  private static Level[] both(Level[] some, Level[] more) {
    Level[] both = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, both, some.length, more.length);
    return both;
  }
}
