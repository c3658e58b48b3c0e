package dev.serai.pipeline;

import dev.serai.call.Call;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Calls that are running, so that they can be cut: bounded by the connections that the server
 * holds.
 */
final class ActiveCalls {
  private final Set<Active> calls = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();

  /** Identity is enough, and cheaper than hashing a call's fields. */
  private record Active(String id, Call call) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Active that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** Replaces what is known of the call: it is told apart by its id. */
  void add(Call call) {
    calls.add(new Active(call.id(), call));
  }

  void remove(Call call) {
    calls.remove(new Active(call.id(), call));
  }

  /** Ends every running call that matches; each is settled on its own event loop. */
  void cut(Predicate<Call> which, String cause) {
    for (Active active : calls)
      if (which.test(active.call)) active.call.cancellation().cancel(cause);
  }

  void streamBegan() {
    streams.incrementAndGet();
  }

  void streamEnded() {
    streams.decrementAndGet();
  }

  /** Replies that are being streamed now. */
  int streams() {
    return streams.get();
  }

  int count() {
    return calls.size();
  }
}
