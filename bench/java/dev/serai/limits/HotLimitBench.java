package dev.serai.limits;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One limit that all calls take from, on two threads, against none: what is left of the calls each
 * millisecond when a call does as much other work as the leanest one does in the gateway.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class HotLimitBench {
  @Param({"0", "1"})
  public int levels;

  /** Some 20 µs of it. */
  @Param({"0", "10000"})
  public int work;

  private LimitScene scene;

  @Setup
  public void open() {
    scene = new LimitScene(levels, 0);
  }

  @TearDown
  public void close() {
    scene.close();
  }

  @Benchmark
  public Object call() {
    Blackhole.consumeCPU(work);
    return scene.throughAndBack();
  }
}
