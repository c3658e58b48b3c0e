package dev.serai.cli.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Connections that have not shown the bearer yet. Who has it shows it at once; anybody on this
 * machine can open connections that say nothing, and must not keep out the agent by it. When they
 * are many, those that had time enough have to go, the oldest first.
 */
final class Strangers {
  static final int MOST = 64;
  private static final Duration ENOUGH = Duration.ofSeconds(2);

  private final LongSupplier nanos;
  private final Map<Closeable, Long> since = new LinkedHashMap<>(); // with the lock, oldest first

  Strangers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void come(Closeable connection) {
    long now = nanos.getAsLong();
    Iterator<Map.Entry<Closeable, Long>> oldest = since.entrySet().iterator();
    while (since.size() >= MOST && oldest.hasNext()) {
      Map.Entry<Closeable, Long> each = oldest.next();
      if (now - each.getValue() < ENOUGH.toNanos()) break;
      oldest.remove();
      close(each.getKey());
    }
    since.put(connection, now);
  }

  /** It has shown the bearer, or has ended. */
  synchronized void gone(Closeable connection) {
    since.remove(connection);
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
