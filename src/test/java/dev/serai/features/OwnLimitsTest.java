package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.limits.LimitRequests;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A key and the limits that hold it, with nothing in their place. */
class OwnLimitsTest {
  private static final int CAP = 100;

  private Fleet fleet;

  @AfterEach
  void stop() {
    if (fleet != null) fleet.close();
  }

  private void limit(Measure measure) {
    fleet = new Fleet("");
    fleet
        .gateway
        .bean(ManagedLimits.class)
        .create(NewLimit.of(Scope.KEY, "ci", measure, "total", Integer.toString(CAP)));
  }

  @ParameterizedTest
  @EnumSource
  void endsAStreamThatUsesUpItsLimitAndTellsHowItStands(Dialects dialect) throws Exception {
    limit(Measure.OUTPUT_TOKENS);
    Answer answer = dialect.streamed("m", Collections.nCopies(300, "word").toArray(String[]::new));
    fleet.first.answer(answer.stallAt(answer.length()));

    try (Wire wire =
        new Wire(fleet.gateway)
            .send(Wire.post(dialect.path("m", true), dialect.request("m", "hello", true)))) {
      String id = wire.head().headers().get("x-serai-request-id");
      String got = wire.streamed().body();

      assertThat(got).contains("\"limit_id\"").contains("\"cap\":100");
      assertThat(got.split("\"word\"", -1).length - 1).isBetween(CAP - 1, CAP + 1);
      Map<String, Object> record = Records.awaitOf(fleet.gateway, id);
      assertThat(record).containsEntry("outcome", "refused").containsEntry("estimated", true);
    }
    assertThat(fleet.client.ask(dialect, "m", true).status()).isIn(402, 429);
    String budget = fleet.client.get("/v1/budget").text();
    assertThat(budget)
        .contains(
            "\"measure\":\"output-tokens\"", "\"cap\":100", "\"left\":0", "\"resetsAt\":null");
  }

  @Test
  void keepsARequestForMoreWhereAnAdministratorFindsIt() throws Exception {
    limit(Measure.REQUESTS);
    String budget = fleet.client.get("/v1/budget").text();
    String id = budget.replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
    String wish = "{\"limit\":\"" + id + "\",\"cap\":150,\"reason\":\"release week\"}";

    Client.Got asked = fleet.client.post("/v1/budget/requests", wish);

    assertThat(asked.status()).isEqualTo(202);
    Map<String, Object> request =
        fleet
            .gateway
            .bean(JdbcClient.class)
            .sql("select * from limit_requests")
            .query()
            .singleRow();
    assertThat(request)
        .containsEntry("limit_id", id)
        .containsEntry("cap", 150L)
        .containsEntry("reason", "release week")
        .containsEntry("key_id", Keys.idOf(fleet.gateway, "ci"))
        .containsEntry("status", "open");
    assertThat(asked.text()).contains("\"id\":\"" + request.get("id") + "\"");
    assertThat(asked.text()).doesNotContain(GatewayUnderTest.KEY);
  }

  @Test
  void tellsAKeyWhatBecameOfItsRequestsForMore() throws Exception {
    limit(Measure.REQUESTS);
    String id = fleet.client.get("/v1/budget").text().replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
    assertThat(fleet.client.get("/v1/budget/requests").text())
        .isEqualTo("{\"key\":\"ci\",\"requests\":[]}");
    fleet.client.post(
        "/v1/budget/requests",
        "{\"limit\":\"" + id + "\",\"cap\":150,\"reason\":\"release week\"}");

    String open = fleet.client.get("/v1/budget/requests").text();
    String request = open.replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
    fleet.gateway.bean(LimitRequests.class).approve(request, new BigDecimal(120), "for now");
    String decided = fleet.client.get("/v1/budget/requests").text();

    assertThat(open)
        .contains(
            "\"limit\":\"" + id + "\"",
            "\"presentCap\":100,\"cap\":150,\"reason\":\"release week\",\"status\":\"open\"",
            "\"approvedCap\":null",
            "\"decidedAt\":null");
    assertThat(decided)
        .contains(
            "\"presentCap\":120",
            "\"status\":\"approved\",\"approvedCap\":120,\"note\":\"for now\"")
        .doesNotContain("\"decidedAt\":null");
    assertThat(new Client(fleet.gateway.url(), "vk-lw-wrong").get("/v1/budget/requests").status())
        .isEqualTo(401);
  }

  @Test
  void refusesARequestForMoreThanTheMeasureHolds() throws Exception {
    limit(Measure.REQUESTS);
    String id = fleet.client.get("/v1/budget").text().replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");

    Client.Got asked =
        fleet.client.post(
            "/v1/budget/requests",
            "{\"limit\":\"" + id + "\",\"cap\":10000000000000000000,\"reason\":\"x\"}");

    assertThat(asked.status()).isEqualTo(400);
    assertThat(asked.text()).contains("cap");
  }
}
