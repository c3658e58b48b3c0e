package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The running windows of all limits that apply to a call, in the order they are taken from. */
final class Applying {
  private static final int LONGEST_MEMBER = 256;
  private static final Scope[] SCOPES = Scope.values();

  private Live[] lives = new Live[8];
  private int size;

  /** Null when a limit was taken away meanwhile: look again. */
  static @Nullable Applying to(
      Call call, LimitIndex<Level> index, KeyRates rates, LiveQuotas quotas, long now) {
    Applying applying = new Applying();
    Caller caller = call.caller();
    for (Scope scope : SCOPES) {
      Level[] levels = index.of(scope, caller);
      for (Level level : levels) {
        String member = member(scope, level.limit(), call);
        if (member != null && !applying.add(level.at(member, now, quotas))) return null;
      }
      if (scope == Scope.KEY) {
        Level rate = rates.of(caller, now, quotas);
        if (rate != null && !applying.add(rate.at("", now, quotas))) return null;
      }
    }
    return applying;
  }

  /** Whose quota it is; null when the limit has nothing to say. */
  private static @Nullable String member(Scope scope, Limit limit, Call call) {
    return switch (scope) {
      case GROUP_MEMBER -> call.caller().principal().isEmpty() ? null : call.caller().principal();
      case END_USER -> {
        String endUser = call.endUser();
        String problem = problem(endUser);
        if (problem == null) yield endUser;
        if (!limit.blocks() || !matchesAny(limit, call)) yield null;
        throw Sentences.endUser(limit, problem);
      }
      default -> "";
    };
  }

  /**
   * Why nobody can be counted by this id: the database keeps no such text, and one that it refuses
   * takes the exchange of all quotas along.
   */
  private static @Nullable String problem(String endUser) {
    if (endUser.isEmpty()) return "missing";
    if (endUser.length() > LONGEST_MEMBER) return "id longer than " + LONGEST_MEMBER;
    for (int i = 0; i < endUser.length(); i++) {
      char c = endUser.charAt(i);
      if (Character.isISOControl(c)) return "id with a control character";
      if (!Character.isSurrogate(c)) continue;
      i++;
      if (i == endUser.length() || !Character.isSurrogatePair(c, endUser.charAt(i)))
        return "id with half a character";
    }
    return null;
  }

  private static boolean matchesAny(Limit limit, Call call) {
    if (limit.filter().none()) return true;
    for (Candidate candidate : call.candidates())
      if (limit.filter().matches(candidate)) return true;
    return false;
  }

  private boolean add(@Nullable Live live) {
    if (live == null) return false;
    if (size == lives.length) lives = Arrays.copyOf(lives, size * 2);
    lives[size++] = live;
    return true;
  }

  int size() {
    return size;
  }

  Live get(int i) {
    return lives[i];
  }
}
