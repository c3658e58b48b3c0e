package dev.serai.pipeline;

import dev.serai.call.Call;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Calls that are running, so that they can be cut: bounded by the connections that the server
 * holds.
 */
final class ActiveCalls {
  private final Map<String, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger streams = new AtomicInteger();

  /** Replaces what is known of the call: it is told apart by its id. */
  void add(Call call) {
    calls.put(call.id(), call);
  }

  void remove(Call call) {
    calls.remove(call.id());
  }

  /** Ends every running call that matches; each is settled on its own event loop. */
  void cut(Predicate<Call> which, String cause) {
    for (Call call : calls.values()) if (which.test(call)) call.cancellation().cancel(cause);
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
