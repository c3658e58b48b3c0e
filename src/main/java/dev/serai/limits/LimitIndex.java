package dev.serai.limits;

import dev.serai.call.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The limits there are, by what they are about. Immutable.
 *
 * @param <T> a limit, or what is kept of one
 */
final class LimitIndex<T> {
  private final Map<String, T> byId;
  private final List<Map<String, T[]>> byTarget;
  private final Comparator<T> byIds;
  private final Function<T, Limit> limitOf;
  private final T[] none;

  private LimitIndex(Collection<T> all, Function<T, Limit> limitOf, IntFunction<T[]> array) {
    byId = HashMap.newHashMap(all.size());
    byTarget = new ArrayList<>();
    this.limitOf = limitOf;
    byIds = Comparator.comparing(each -> limitOf.apply(each).id());
    none = array.apply(0);
    for (int i = 0; i < Scope.values().length; i++) byTarget.add(new HashMap<>());
    List<T> sorted = new ArrayList<>(all);
    sorted.sort(byIds);
    for (T each : sorted) {
      Limit limit = limitOf.apply(each);
      byId.put(limit.id(), each);
      T[] alone = array.apply(1);
      alone[0] = each;
      byTarget.get(limit.scope().ordinal()).merge(limit.target(), alone, LimitIndex::both);
    }
  }

  static LimitIndex<Limit> ofLimits(Collection<Limit> limits) {
    return new LimitIndex<>(limits, Function.identity(), Limit[]::new);
  }

  static LimitIndex<Level> ofLevels(Collection<Level> levels) {
    return new LimitIndex<>(levels, Level::limit, Level[]::new);
  }

  Collection<T> all() {
    return byId.values();
  }

  @Nullable T byId(String id) {
    return byId.get(id);
  }

  /** In the order of their ids. */
  T[] of(Scope scope, String target) {
    Map<String, T[]> targets = byTarget.get(scope.ordinal());
    if (targets.isEmpty() || target.isEmpty()) return none;
    return targets.getOrDefault(target, none);
  }

  /** Of all targets of the scope that the caller belongs to, in the order of their ids. */
  T[] of(Scope scope, Caller caller) {
    T[] found = about(scope, caller);
    for (T each : found) if (!isOf(caller, each)) return without(found, caller);
    return found;
  }

  /** An id is taken for a target unseen when an admin insists: it may be another organization's. */
  private T[] without(T[] found, Caller caller) {
    T[] own = Arrays.copyOf(found, found.length);
    int size = 0;
    for (T each : found) if (isOf(caller, each)) own[size++] = each;
    return Arrays.copyOf(own, size);
  }

  private boolean isOf(Caller caller, T each) {
    return limitOf.apply(each).organization().equals(caller.organization());
  }

  private T[] about(Scope scope, Caller caller) {
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

  private T[] ofGroups(Caller caller) {
    if (byTarget.get(Scope.GROUP_MEMBER.ordinal()).isEmpty()) return none;
    T[] found = none;
    List<String> groups = caller.groups();
    for (int i = 0; i < groups.size(); i++)
      if (groups.indexOf(groups.get(i)) == i) // one that is named twice is taken from once
      found = sorted(found, of(Scope.GROUP_MEMBER, groups.get(i)));
    return found;
  }

  private T[] sorted(T[] some, T[] more) {
    if (some.length == 0) return more;
    if (more.length == 0) return some;
    T[] both = both(some, more);
    Arrays.sort(both, byIds);
    return both;
  }

  private static <T> T[] both(T[] some, T[] more) {
    T[] both = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, both, some.length, more.length);
    return both;
  }
}
