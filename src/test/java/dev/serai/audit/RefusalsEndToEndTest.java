package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.tenants.Tenants;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.usage.JournalDrain;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From a call that is refused on the gateway port to the row that tells of it. */
class RefusalsEndToEndTest {
  private static final String YAML =
      """
      projects: [ { name: checkout } ]
      providers: [ { name: echo, type: echo } ]
      policies: [ { name: standard, default: true, providers: [echo] } ]
      keys: [ { name: ci, project: checkout, policy: standard, secret: "%s" } ]
      """
          .formatted(GatewayUnderTest.KEY);

  @Test
  void refusedCallsAreInTheLogWhenTheJobStops() throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.with(YAML).start()) {
      assertThat(call(gateway, "vk-lw-00000000000000000000000000", "made-up-1")).isEqualTo(401);
      assertThat(call(gateway, "vk-lw-00000000000000000000000000", "made-up-2")).isEqualTo(401);
      assertThat(call(gateway, GatewayUnderTest.KEY, "unheard-of")).isEqualTo(404);
      assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

      RefusalJob job =
          new RefusalJob(
              new RefusalRows(
                  gateway.bean(JdbcClient.class),
                  gateway.bean(TransactionTemplate.class),
                  gateway.bean(AuditLog.class),
                  gateway.bean(Tenants.class)),
              Clock.fixed(Instant.now().plusSeconds(600), ZoneOffset.UTC));
      job.start();
      job.stop();

      assertThat(rows(gateway))
          .extracting(row -> row.get("reason") + " " + row.get("kind"))
          .containsOnly("key_invalid system", "model_not_found service");
      assertThat(rows(gateway).stream().mapToInt(row -> (int) row.get("count")).sum()).isEqualTo(3);
    }
  }

  private static List<Map<String, Object>> rows(GatewayUnderTest gateway) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select details ->> 'reason' as reason, actor_kind as kind,
              (details ->> 'count')::int as count
            from audit_log where action = 'call.refused'
            """)
        .query()
        .listOfRows();
  }

  private static int call(GatewayUnderTest gateway, String key, String model) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
