package dev.serai.leases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import dev.serai.call.Charge;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call does with one quota of a limit: take, then settle; in memory that is mapped to a
 * file, as the gateway has it. {@code bash bench/scale.sh slots}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
public class SlotBench {
  private static final long PLENTY = Long.MAX_VALUE / 4;
  private static final QuotaTerms TERMS = new QuotaTerms(PLENTY, 0, Long.MAX_VALUE, true, List.of());

  private final AtomicLong counter = new AtomicLong(PLENTY);
  private Path folder;
  private Slots slots;
  private Slot slot;
  private Quota quota;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("serai-bench");
    slots = new Slots(folder, SlotFile.SLOTS);
    slot = slots.take();
    slot.lease(1);
    slot.grant(PLENTY);
    quota = new Quota(new QuotaKey("limit", "", 0), TERMS, slot);
  }

  @TearDown
  public void close() throws IOException {
    slots.delete();
    Files.delete(folder);
  }

  /** The same on a plain atomic counter: what it cannot go below. */
  @Benchmark
  public long counter() {
    counter.getAndAdd(-1000);
    counter.getAndAdd(200);
    return counter.getAndAdd(800);
  }

  /** Less was used than was reserved: three atomic changes. */
  @Benchmark
  public boolean money() {
    boolean taken = slot.take(1000);
    slot.settle(1000, 800);
    return taken;
  }

  /** As a limit on requests does: two. */
  @Benchmark
  public boolean request() {
    boolean taken = slot.take(1);
    slot.settle(1, 1);
    return taken;
  }

  /** With what the usage record says of it. */
  @Benchmark
  public @Nullable Charge quota() {
    return quota.take(1000) ? quota.settle(1000, 800) : null;
  }

  /** All threads at the same one. */
  @Benchmark
  @Threads(2)
  public boolean contended() {
    boolean taken = slot.take(1000);
    slot.settle(1000, 800);
    return taken;
  }
}
