package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.GatewayUnderTest;
import dev.serai.usage.JournalDrain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The usage records that a gateway has written. */
final class Records {
  private Records() {}

  static List<Map<String, Object>> all(GatewayUnderTest gateway) {
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20)))
        .as("journal drained")
        .isTrue();
    return gateway
        .bean(JdbcClient.class)
        .sql("select * from usage_records order by started_at, request_id")
        .query()
        .listOfRows();
  }

  static Map<String, Object> last(GatewayUnderTest gateway) {
    return all(gateway).getLast();
  }

  static Map<String, Object> of(GatewayUnderTest gateway, Client.Got got) {
    String id = got.header("x-serai-request-id");
    return all(gateway).stream()
        .filter(row -> row.get("request_id").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no record of " + id));
  }

  /** As soon as it is there: a client may know of the end before the gateway does. */
  static Map<String, Object> awaitOf(GatewayUnderTest gateway, String requestId) {
    for (int i = 0; i < 500; i++) {
      for (Map<String, Object> row : all(gateway))
        if (row.get("request_id").equals(requestId)) return row;
      Thread.onSpinWait();
    }
    throw new AssertionError("no record of " + requestId);
  }
}
