package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.Volley;
import dev.serai.testing.Volley.Hit;
import dev.serai.testing.Volley.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits under a crowd of clients, some of which hang up: one gateway, real sockets. */
class HeldLimitsTest {
  private static final int AT_ONCE = 64;
  private static final long NANO = 1_000_000_000;

  private Fleet fleet;

  @AfterEach
  void stop() {
    if (fleet != null) fleet.close();
  }

  @Test
  void exactlyAsManyOfAThousandCallsReachTheProviderAsTheLimitSays() {
    fleet = new Fleet(limit("requests", "500", ""));
    fleet.first.otherwise(Dialects::answer);

    List<Hit> hits =
        Volley.fire(
            1_000, AT_ONCE, i -> shot(Dialects.values()[i % 4], i / 4 % 2 == 0, i % 10 == 0));

    assertReached(500, hits);
    assertThat(hits.stream().filter(hit -> !hit.shot().leaves()))
        .extracting(Hit::status)
        .isSubsetOf(200, 402, 429);
  }

  /** Who leaves at once may be gone before the provider is called, and is charged for the try. */
  private void assertReached(int limit, List<Hit> hits) {
    long tooSoon = hits.stream().filter(hit -> hit.shot().leaves() && !hit.shot().stream()).count();
    assertThat(fleet.first.requests()).hasSizeBetween((int) (limit - tooSoon), limit);
    assertThat(charged()).isEqualTo(limit);
  }

  @ParameterizedTest
  @EnumSource
  void holdsForEachDialectAloneWhetherStreamedOrNot(Dialects dialect) {
    fleet = new Fleet(limit("requests", "60", ""));
    fleet.first.otherwise(Dialects::answer);

    assertReached(60, Volley.fire(160, AT_ONCE, i -> shot(dialect, i % 4 < 2, i % 10 == 0)));
  }

  @Test
  void aHardLimitOfMoneyIsNeverPassed() {
    fleet = new Fleet(limit("usd", "2.00", ", estimate: hard") + PRICES);
    AtomicInteger number = new AtomicInteger();
    fleet.first.otherwise(request -> costly(number.incrementAndGet(), 100));

    fireUntilSpent(150, "\"max_tokens\":100,");

    assertThat(charged()).isPositive().isLessThanOrEqualTo(2 * NANO);
    assertThat(recorded()).isEqualTo(charged());
  }

  @Test
  void aBalancedLimitOfMoneyIsUsedUpAndHardlyPassed() {
    fleet = new Fleet(limit("usd", "20.00", "") + PRICES);
    AtomicInteger number = new AtomicInteger();
    fleet.first.otherwise(request -> costly(number.incrementAndGet(), 100));

    fireUntilSpent(400, "\"max_tokens\":100,");

    assertThat(charged()).isBetween((long) (0.98 * 20 * NANO), (long) (1.005 * 20 * NANO));
    assertThat(recorded()).isEqualTo(charged());
  }

  /** 0.2 mUSD for each token out, up to {@code most} of them, about 15 on average. */
  private static Answer costly(int number, int most) {
    int output = number % 20 == 0 ? most : 1 + number * 7919 % 20;
    return Answer.json(
        200,
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"m","choices":[\
        {"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":10,"completion_tokens":%d,"total_tokens":%d}}"""
            .formatted(output, output + 10));
  }

  private void fireUntilSpent(int rounds, String more) {
    for (int round = 0; round < rounds; round++) {
      List<Hit> hits = new ArrayList<>(Volley.fire(AT_ONCE, AT_ONCE, i -> chat(more)));
      if (hits.stream().allMatch(hit -> hit.status() == 402)) return;
    }
    throw new AssertionError("never spent: " + charged());
  }

  private Shot chat(String more) {
    return shot(Dialects.OPENAI_CHAT, false, false)
        .asking(
            "{\"model\":\"m\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(more));
  }

  private Shot shot(Dialects dialect, boolean stream, boolean leaves) {
    return new Shot(fleet.gateway.url(), GatewayUnderTest.KEY, dialect, "m", stream, leaves);
  }

  /** What the drained records have taken from all leases. */
  private long charged() {
    Records.all(fleet.gateway);
    return sum("select coalesce(sum(spent), 0)::bigint as n from lease_charges");
  }

  private long recorded() {
    return sum("select coalesce(sum(cost_nanos), 0)::bigint as n from usage_records");
  }

  private long sum(String sql) {
    Map<String, Object> row =
        fleet
            .gateway
            .bean(org.springframework.jdbc.core.simple.JdbcClient.class)
            .sql(sql)
            .query()
            .singleRow();
    return ((Number) row.get("n")).longValue();
  }

  private static String limit(String measure, String cap, String more) {
    return "limits:\n  - { scope: key, target: ci, measure: %s, window: total, cap: %s%s }\n"
        .formatted(measure, cap, more);
  }

  private static final String PRICES =
      "prices:\n  - { family: openai, match: m, usd-per-mtok: { input: 100, output: 200 } }\n";
}
