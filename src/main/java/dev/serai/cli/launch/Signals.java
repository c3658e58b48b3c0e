package dev.serai.cli.launch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals that tell us to end, from the opening of a session until it is closed: they break off
 * what is waited for, and never keep the session open or files behind.
 */
final class Signals implements AutoCloseable {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final Map<String, SignalHandler> before = new HashMap<>();
  private final CompletableFuture<Integer> raised = new CompletableFuture<>();

  private Signals() {}

  /** We were told to end. */
  static final class Raised extends RuntimeException {
    private final int exitCode;

    private Raised(int exitCode) {
      super("it was broken off", null, false, false);
      this.exitCode = exitCode;
    }

    /** 128 and the signal's number. */
    int exitCode() {
      return exitCode;
    }
  }

  /** Until it is closed; one that the process was started to ignore stays ignored. */
  static Signals caught() {
    Signals signals = new Signals();
    NUMBERS.forEach(
        (name, number) -> {
          try {
            SignalHandler handler = signal -> signals.raised.complete(128 + number);
            signals.before.put(name, Signal.handle(new Signal(name), handler));
          } catch (IllegalArgumentException e) {
            // this system has no such signal
          }
        });
    return signals;
  }

  /**
   * @throws Raised when there was one
   */
  void check() {
    if (raised.isDone()) throw new Raised(raised.join());
  }

  /** Waits for one. */
  void await() {
    raised.join();
  }

  /**
   * Does it, and lets it go on for that long when there is a signal, or was one before.
   *
   * @throws Raised when it took longer; then it goes on without anybody waiting
   */
  <T> T during(Duration grace, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread worker = Thread.ofPlatform().daemon().start(() -> complete(done, work));
    CompletableFuture<Void> late =
        raised.thenAcceptAsync(
            signal -> {},
            CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS));
    CompletableFuture.anyOf(done, late).handle((result, e) -> result).join();
    if (!done.isDone()) {
      worker.interrupt();
      throw new Raised(raised.join());
    }
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) throw known;
      throw e;
    }
  }

  private static <T> void complete(CompletableFuture<T> done, Supplier<T> work) {
    try {
      done.complete(work.get());
    } catch (Throwable e) {
      done.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
  }
}
