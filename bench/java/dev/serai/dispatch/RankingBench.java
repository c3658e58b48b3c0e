package dev.serai.dispatch;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a call to order its candidates. {@code bash bench/scale.sh ranking} */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RankingBench {
  /** Header: a conversation that the client names; key: none, the virtual key counts. */
  @Param({"listed", "weighted header", "weighted key", "weighted drawn", "latency"})
  public String order;

  @Param({"2", "8"})
  public int candidates;

  private Ranking ranking;
  private Call call;

  @Setup
  public void prepare() {
    ranking =
        new Ranking(
            System::nanoTime, () -> ThreadLocalRandom.current().nextLong(), new Places()::full);
    Rank rank =
        switch (order) {
          case "listed" -> Rank.LISTED;
          case "latency" -> new Rank(0, 1, Order.LATENCY, Affinity.SESSION);
          case "weighted drawn" -> new Rank(0, 1, Order.WEIGHTED, Affinity.NONE);
          default -> new Rank(0, 1, Order.WEIGHTED, Affinity.KEY);
        };
    Candidate[] all =
        IntStream.range(0, candidates)
            .mapToObj(i -> RankingScene.candidate("provider", "c" + i, 1 + i % 3, rank))
            .toArray(Candidate[]::new);
    Map<String, String> headers =
        order.equals("weighted header")
            ? Map.of("session-id", "0198c5a1-7d8a-7a53-9d5c-2c1f0d6b8a11")
            : Map.of();
    call = RankingScene.call("key", "", headers, all);
    for (int i = 0; i < candidates; i++)
      ranking.served(all[i], call, 200, TimeUnit.MILLISECONDS.toNanos(100 + 20L * i));
  }

  @Benchmark
  public Object order() {
    return ranking.order(call);
  }
}
