package dev.serai.usage;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records wait while the journal has no segment for them. Bounded: what finds no room is lost
 * and counted. Any thread, no lock.
 */
final class Overflow {
  /** About 10 MB of records. */
  static final int RECORDS_MAX = 20_000;

  private static final Logger log = LoggerFactory.getLogger(Overflow.class);

  private final ConcurrentLinkedQueue<byte[]> records = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private boolean used;
  private boolean losing;
  private long lostSaid;

  void add(byte[] payload) {
    if (size.incrementAndGet() > RECORDS_MAX) {
      size.decrementAndGet();
      lost.incrementAndGet();
    } else {
      records.add(payload);
    }
  }

  byte @Nullable [] take() {
    byte[] payload = records.poll();
    if (payload != null) size.decrementAndGet();
    return payload;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  int size() {
    return size.get();
  }

  long lost() {
    return lost.get();
  }

  /** One line when the state changes. Of the journal's own thread. */
  void say() {
    boolean uses = !records.isEmpty();
    if (uses && !used)
      log.atWarn().addKeyValue("records", size.get()).log("usage records wait in memory");
    if (!losing && lost.get() > lostSaid) {
      losing = true;
      log.atError().addKeyValue("records_max", RECORDS_MAX).log("usage records are being lost");
    }
    if (!uses && used)
      log.atInfo()
          .addKeyValue("lost", lost.get() - lostSaid)
          .log("no usage records wait in memory any more");
    if (!uses) {
      losing = false;
      lostSaid = lost.get();
    }
    used = uses;
  }
}
