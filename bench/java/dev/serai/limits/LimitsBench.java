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
import org.openjdk.jmh.annotations.Warmup;

/** What limits cost a call: step 4 and its settlement. {@code bash bench/scale.sh limits} */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class LimitsBench {
  /** That apply to the call. */
  @Param({"0", "1", "6", "12", "24"})
  public int levels;

  /** That do not. */
  @Param({"0", "100000"})
  public int others;

  private LimitScene scene;

  @Setup
  public void open() {
    scene = new LimitScene(levels, others);
  }

  @TearDown
  public void close() {
    scene.close();
  }

  @Benchmark
  public Object throughAndBack() {
    return scene.throughAndBack();
  }
}
