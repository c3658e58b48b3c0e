package dev.serai.trace;

import dev.serai.call.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Rolls up refusals of the same caller for the same reason: the first is told at once, those of the
 * next 10 s as one count, and so on until a window stays empty. For one thread.
 */
final class Refusals {
  static final int CALLERS_MAX = 1000;
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Who all beyond the bound are counted as. */
  static final String OTHERS = "others";

  /** In the order in which the windows began. */
  private final Map<Group, Window> windows = new LinkedHashMap<>();

  private record Group(String who, Refusal.Reason reason) {}

  private static final class Window {
    final long since;
    long count;

    Window(long since) {
      this.since = since;
    }
  }

  record Repeated(String who, Refusal.Reason reason, long count) {}

  /**
   * @return whether to tell of this one; else it is counted
   */
  boolean first(String who, Refusal.Reason reason, long nanos) {
    Window window = windows.get(new Group(who, reason));
    String counted = window == null && windows.size() >= CALLERS_MAX ? OTHERS : who;
    Group group = new Group(counted, reason);
    window = windows.get(group);
    if (window == null) {
      windows.put(group, new Window(nanos));
      return true;
    }
    window.count++;
    return false;
  }

  /** Counts of the windows that are over. One that counted something is followed by another. */
  List<Repeated> due(long nanos) {
    List<Repeated> due = new ArrayList<>();
    List<Group> again = new ArrayList<>();
    for (Iterator<Map.Entry<Group, Window>> all = windows.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Group, Window> entry = all.next();
      Window window = entry.getValue();
      if (nanos - window.since < WINDOW_NANOS) break;
      all.remove();
      if (window.count == 0) continue;
      Group group = entry.getKey();
      due.add(new Repeated(group.who(), group.reason(), window.count));
      again.add(group);
    }
    again.forEach(group -> windows.put(group, new Window(nanos)));
    return due;
  }

  /** Everything counted so far. */
  List<Repeated> flush() {
    List<Repeated> all = new ArrayList<>();
    windows.forEach(
        (group, window) -> {
          if (window.count > 0) all.add(new Repeated(group.who(), group.reason(), window.count));
        });
    windows.clear();
    return all;
  }
}
