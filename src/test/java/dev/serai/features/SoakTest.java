package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.GatewayUnderTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A small soak: what {@code bench/soak.sh} does with a hundred times as many. */
class SoakTest extends OnFaultScene {
  private static final int CONNECTIONS = 32;

  SoakTest() {
    super(new FaultScene());
  }

  private SoakCalls calls() {
    URI url = URI.create(scene.fleet.gateway.url());
    return new SoakCalls(url, List.of(GatewayUnderTest.KEY), scene.fleet.first);
  }

  private Map<Object, Long> outcomes() {
    return Records.all(scene.fleet.gateway).stream()
        .collect(Collectors.groupingBy(row -> row.get("outcome"), Collectors.counting()));
  }

  /** A client may know of its answer's end, and of its own leave, before the gateway does. */
  private void recorded(Map<Object, Long> before, SoakCalls.Result result) throws Exception {
    Eventually.is(
        "recorded: " + result,
        () ->
            more(before, "served") == result.whole() && more(before, "abandoned") == result.left());
    assertThat(outcomes()).containsOnlyKeys("served", "abandoned");
  }

  private long more(Map<Object, Long> before, String outcome) {
    return outcomes().getOrDefault(outcome, 0L) - before.getOrDefault(outcome, 0L);
  }

  @Test
  void everyRequestIsAnsweredOrLeftAndRecordedAndNothingStays() throws Exception {
    Map<Object, Long> before = outcomes();

    SoakCalls.Result result = calls().run(2000, CONNECTIONS, false);

    assertThat(result).isEqualTo(new SoakCalls.Result(1800, 200, List.of()));
    recorded(before, result);
  }

  @Test
  void everyStreamEndsOrIsLeftAndRecordedAndNothingStays() throws Exception {
    Map<Object, Long> before = outcomes();

    SoakCalls.Result result = calls().run(200, CONNECTIONS, true);

    assertThat(result).isEqualTo(new SoakCalls.Result(180, 20, List.of()));
    recorded(before, result);
  }
}
