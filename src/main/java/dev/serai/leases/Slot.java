package dev.serai.leases;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The counters of one lease, in mapped memory so that they outlive the process: what was reserved
 * when it was killed is known to the next one.
 *
 * <pre>
 *   0  lease id, 0 = not granted yet   8  granted   16  available   24  settled   (64 bytes)
 * </pre>
 *
 * granted = available + reserved + settled. Each change is ordered so that a process that dies in
 * the middle leaves too much reserved, never too little. Any thread.
 */
final class Slot {
  static final int BYTES = 64;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long LEASE = 0;
  private static final long GRANTED = 8;
  private static final long AVAILABLE = 16;
  private static final long SETTLED = 24;

  private final MemorySegment memory;
  private final long at;

  Slot(MemorySegment memory, long at) {
    this.memory = memory;
    this.at = at;
  }

  /** Takes all of it or nothing. */
  boolean take(long amount) {
    while (true) {
      long available = available();
      if (available < amount) return false;
      if (LONG.compareAndSet(memory, at + AVAILABLE, available, available - amount)) return true;
    }
  }

  /** Takes what may not be there: available goes below zero. */
  void force(long amount) {
    LONG.getAndAdd(memory, at + AVAILABLE, -amount);
  }

  /** Of what was reserved so much was used; the rest is available again. */
  void settle(long reserved, long used) {
    if (used != 0) LONG.getAndAdd(memory, at + SETTLED, used);
    if (reserved != used) LONG.getAndAdd(memory, at + AVAILABLE, reserved - used);
  }

  void grant(long amount) {
    LONG.getAndAdd(memory, at + GRANTED, amount);
    LONG.getAndAdd(memory, at + AVAILABLE, amount);
  }

  /**
   * Takes back what nobody uses, but {@code keep}.
   *
   * @return how much, to be given back to the database
   */
  long shrink(long keep) {
    while (true) {
      long available = available();
      long back = available - keep;
      if (back <= 0) return 0;
      if (!LONG.compareAndSet(memory, at + AVAILABLE, available, keep)) continue;
      LONG.getAndAdd(memory, at + GRANTED, -back);
      return back;
    }
  }

  /** What an earlier slot of the same lease has settled. */
  void carry(long settled) {
    LONG.getAndAdd(memory, at + GRANTED, settled);
    LONG.getAndAdd(memory, at + SETTLED, settled);
  }

  /** All that was taken and not given back: settled, or reserved still. */
  long used() {
    return Math.max(settled(), granted() - available());
  }

  long lease() {
    return (long) LONG.getVolatile(memory, at + LEASE);
  }

  void lease(long id) {
    LONG.setVolatile(memory, at + LEASE, id);
  }

  long granted() {
    return (long) LONG.getVolatile(memory, at + GRANTED);
  }

  long available() {
    return (long) LONG.getVolatile(memory, at + AVAILABLE);
  }

  long settled() {
    return (long) LONG.getVolatile(memory, at + SETTLED);
  }

  /** By running calls; for a moment too high while one of them ends. */
  long reserved() {
    return Math.max(0, granted() - available() - settled());
  }

  void clear() {
    lease(0);
    LONG.setVolatile(memory, at + GRANTED, 0L);
    LONG.setVolatile(memory, at + AVAILABLE, 0L);
    LONG.setVolatile(memory, at + SETTLED, 0L);
  }
}
