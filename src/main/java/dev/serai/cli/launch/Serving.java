package dev.serai.cli.launch;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import sun.misc.Signal;

/** A gate without a tool of ours, for one that is set up by hand. */
public final class Serving {
  private Serving() {}

  /**
   * Says what to enter where, then waits for Ctrl-C or a signal to end.
   *
   * @param data takes names and values, one pair a line with a tab between
   */
  public static void until(Gate gate, Consumer<String> data) {
    CountDownLatch end = new CountDownLatch(1);
    for (String name : List.of("INT", "TERM", "HUP"))
      try {
        Signal.handle(new Signal(name), signal -> end.countDown());
      } catch (IllegalArgumentException e) {
        // this system has no such signal
      }
    String base = gate.uri().toString().replaceAll("/+$", "");
    data.accept("OpenAI base URL\t" + base + "/v1");
    data.accept("Anthropic base URL\t" + base);
    data.accept("Gemini base URL\t" + base);
    data.accept("API key\t" + gate.bearer());
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
