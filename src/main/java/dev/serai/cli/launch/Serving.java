package dev.serai.cli.launch;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import sun.misc.Signal;

/** A gate without a tool of ours, for one that is set up by hand. */
public final class Serving {
  private Serving() {}

  /**
   * Says what to enter where, then waits for Ctrl-C or a signal to end.
   *
   * @param data takes names and values
   */
  public static void until(Gate gate, BiConsumer<String, String> data) {
    CountDownLatch end = new CountDownLatch(1);
    for (String name : List.of("INT", "TERM", "HUP"))
      try {
        Signal.handle(new Signal(name), signal -> end.countDown());
      } catch (IllegalArgumentException e) {
        // this system has no such signal
      }
    String base = gate.uri().toString().replaceAll("/+$", "");
    data.accept("OpenAI base URL", base + "/v1");
    data.accept("Anthropic base URL", base);
    data.accept("Gemini base URL", base);
    data.accept("API key", gate.bearer());
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
