package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clients that leave before they got anything: the provider has read their prompt all the same. */
class HangUpsTest {
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet =
        new Fleet(
            """
            limits: [ { scope: key, target: ci, measure: usd, window: total, cap: 100 } ]
            prices:
              - { family: openai, match: m, usd-per-mtok: { input: 100, output: 200 } }
              - { family: anthropic, match: m, usd-per-mtok: { input: 100, output: 200 } }
              - { family: google, match: m, usd-per-mtok: { input: 100, output: 200 } }
            """);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  static Stream<Arguments> calls() {
    return Stream.of(Dialects.values())
        .flatMap(dialect -> Stream.of(true, false).map(stream -> Arguments.of(dialect, stream)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void payForTheirPrompt(Dialects dialect, boolean stream) throws Exception {
    fleet.first.otherwise(Answer.silence());
    long before = charged();
    int records = Records.all(fleet.gateway).size();
    String body = dialect.request("m", "hello ".repeat(100), stream);

    try (Wire wire = new Wire(fleet.gateway).send(Wire.post(dialect.path("m", stream), body))) {
      fleet.first.awaitRequest(1);
    }
    assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();

    Map<String, Object> record = awaitRecord(records);
    assertThat(record)
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left")
        .containsEntry("estimated", true)
        .containsEntry("input_tokens", (long) body.length() / 4)
        .containsEntry("output_tokens", 0L)
        .containsEntry("cost_nanos", body.length() / 4 * 100_000L);
    assertThat(charged() - before).isEqualTo(record.get("cost_nanos"));
  }

  private static Map<String, Object> awaitRecord(int after) {
    for (int i = 0; i < 1_000; i++) {
      List<Map<String, Object>> all = Records.all(fleet.gateway);
      if (all.size() > after) return all.getLast();
      Thread.onSpinWait();
    }
    throw new AssertionError("no record");
  }

  private static long charged() {
    return fleet
        .gateway
        .bean(JdbcClient.class)
        .sql("select coalesce(sum(spent), 0)::bigint from lease_charges")
        .query(Long.class)
        .single();
  }
}
