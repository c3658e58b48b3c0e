package dev.serai.dispatch;

import dev.serai.call.Candidate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many calls are at each credential, and who waits for it. In memory, per replica, bounded. Any
 * thread; never waits.
 */
public final class Places {
  private static final int MAX = 50_000;

  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private volatile Listener listener = (credential, inFlight, queued) -> {};

  /** Told of each credential when it is first used, with what tells how it stands. */
  @FunctionalInterface
  public interface Listener {
    void used(String credential, IntSupplier inFlight, IntSupplier queued);
  }

  public void onUse(Listener newListener) {
    listener = newListener;
  }

  /**
   * A place at the candidate's credential, or the last turn in its queue.
   *
   * @param granted told once when a queued place is free, on any thread; not after it was left
   * @return null when all places are taken and the queue is full
   */
  public @Nullable Place enter(Candidate candidate, Runnable granted) {
    return line(candidate.account()).enter(candidate.credential().room(), granted);
  }

  /** Whether a call would have to wait at the candidate's credential now. */
  public boolean full(Candidate candidate) {
    int connections = candidate.credential().room().connections();
    if (connections == 0) return false;
    Line line = lines.get(candidate.account());
    return line != null && line.full(connections);
  }

  private Line line(String id) {
    Line line = lines.get(id);
    if (line != null) return line;
    // credentials replaced fifty thousand times: a line that nobody stands in may go
    if (lines.size() >= MAX) lines.values().removeIf(Line::idle);
    return lines.computeIfAbsent(id, this::made);
  }

  /** Asked by its id, as the line of a credential may be made anew. */
  private Line made(String id) {
    listener.used(
        id,
        () -> {
          Line line = lines.get(id);
          return line == null ? 0 : line.inFlight();
        },
        () -> {
          Line line = lines.get(id);
          return line == null ? 0 : line.queued();
        });
    return new Line();
  }
}
