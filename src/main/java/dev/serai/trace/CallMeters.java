package dev.serai.trace;

import dev.serai.call.EndedCall;
import dev.serai.call.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of calls with the same tags. Those of tokens appear when there is one to count. */
final class CallMeters {
  private static final Duration[] SECONDS =
      Arrays.stream(new double[] {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600})
          .mapToObj(s -> Duration.ofMillis((long) (s * 1000)))
          .toArray(Duration[]::new);

  private static final String[] BUCKETS = {
    "input",
    "input_audio",
    "cache_read",
    "cache_read_audio",
    "cache_write_5m",
    "cache_write_1h",
    "output",
    "reasoning",
    "output_audio"
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer duration;
  private final Timer firstToken;
  private final Counter requests;
  private final Counter cost;
  private final @Nullable Counter[] tokens = new Counter[BUCKETS.length];

  CallMeters(
      MeterRegistry registry, String operation, String provider, String model, String outcome) {
    this.registry = registry;
    tags =
        Tags.of("operation", operation, "provider", provider, "model", model, "outcome", outcome);
    requests = counter("serai.requests", "Calls that have ended");
    cost = counter("serai.cost.usd", "What the calls cost, in US dollars");
    duration = timer("serai.request.duration", "From the request to the last byte of the reply");
    firstToken =
        timer("serai.time.to.first.token", "From the request to the provider's first content");
  }

  void count(EndedCall ended) {
    long startedAt = ended.call().startedAt();
    requests.increment();
    duration.record(Math.max(0, ended.endedAt() - startedAt), TimeUnit.MICROSECONDS);
    if (ended.firstByteAt() > 0)
      firstToken.record(Math.max(0, ended.firstByteAt() - startedAt), TimeUnit.MICROSECONDS);
    if (ended.cost().nanos() > 0) cost.increment(ended.cost().nanos() / 1e9);
    if (ended.usage() != Usage.NONE) count(ended.usage());
  }

  private void count(Usage usage) {
    tokens(0, usage.input());
    tokens(1, usage.inputAudio());
    tokens(2, usage.cacheRead());
    tokens(3, usage.cacheReadAudio());
    tokens(4, usage.cacheWrite5m());
    tokens(5, usage.cacheWrite1h());
    tokens(6, usage.output());
    tokens(7, usage.reasoning());
    tokens(8, usage.outputAudio());
  }

  private void tokens(int bucket, long count) {
    if (count == 0) return;
    Counter counter = tokens[bucket];
    if (counter == null) {
      // two threads may both make it: the registry gives them the same one
      counter =
          Counter.builder("serai.tokens")
              .description("Tokens in disjoint buckets")
              .tags(tags.and("bucket", BUCKETS[bucket]))
              .register(registry);
      tokens[bucket] = counter;
    }
    counter.increment(count);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(SECONDS)
        .register(registry);
  }
}
