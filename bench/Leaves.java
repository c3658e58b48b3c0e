import dev.serai.features.SoakCalls;
import dev.serai.features.SoakCalls.Moment;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;

import java.time.Duration;
import java.util.Arrays;

/** How long after its client has left a provider sees its own connection closed. */
final class Leaves {
  private static final long MOST_MICROS = 50_000;
  private static final int WARM_UP = 100;

  private Leaves() {}

  /**
   * Prints a table, a row for each dialect, way and moment.
   *
   * @param times calls a row, one after the other
   * @return whether all providers heard in time
   */
  static boolean within(SoakCalls calls, FakeProvider provider, int times) throws Exception {
    System.out.println("| client leaves | p50, ms | p99, ms | at most, ms |");
    System.out.println("|---|---:|---:|---:|");
    boolean within = true;
    for (Dialects dialect : Dialects.values())
      for (boolean stream : new boolean[] {true, false})
        for (Moment moment : Moment.values()) {
          measured(calls, provider, WARM_UP, dialect, stream, moment);
          long[] micros = measured(calls, provider, times, dialect, stream, moment);
          within &= micros[times - 1] <= MOST_MICROS;
          System.out.printf(
              "| %s, %s, %s | %.1f | %.1f | %.1f |%n",
              dialect.dialect().id(),
              stream ? "streamed" : "not streamed",
              moment.name().toLowerCase().replace('_', ' '),
              micros[times / 2] / 1000.0,
              micros[(int) Math.ceil(times * 0.99) - 1] / 1000.0,
              micros[times - 1] / 1000.0);
        }
    return within;
  }

  /** Microseconds, the shortest first. */
  private static long[] measured(
      SoakCalls calls,
      FakeProvider provider,
      int times,
      Dialects dialect,
      boolean stream,
      Moment moment)
      throws Exception {
    long[] micros = new long[times];
    for (int i = 0; i < times; i++) {
      Duration late = calls.leave(dialect, stream, moment);
      micros[i] = late.toNanos() / 1000;
    }
    provider.reset();
    Arrays.sort(micros);
    return micros;
  }
}
