package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal;
import dev.serai.limits.CapRequests;
import dev.serai.pipeline.FakeLimits;
import dev.serai.pipeline.Gateway;
import dev.serai.pipeline.Limited;
import dev.serai.testing.Gate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key may learn and ask about its own limits, on the gateway port. */
class BudgetTest {
  private static final String REQUESTS = "/v1/budget/requests";
  private static final String WISH = "{\"limit\":\"m\",\"cap\":150.5,\"reason\":\"release week\"}";
  private static final FakeLimits LIMITS = new FakeLimits();
  private static Fleet fleet;

  private final List<String> asked = new ArrayList<>();

  @BeforeAll
  static void start() {
    fleet = Fleet.with(starter -> starter.beans(LIMITS).property("serai.gateway.loops", "1"));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    LIMITS
        .standing(Limited.monthly("m"), Limited.rolling("r", Long.MAX_VALUE))
        .requests(
            (caller, limit, cap, reason) -> {
              asked.add(caller.keyName() + " " + limit + " " + cap + " " + reason);
              return "01REQUEST";
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/budget", "/api/v1/budget"})
  void tellsAKeyAllLimitsThatHoldIt(String path) throws Exception {
    Client.Got got = fleet.client.get(path);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text())
        .startsWith("{\"key\":\"ci\",\"limits\":[{\"id\":\"m\"")
        .contains("\"left\":87.25")
        .contains("\"id\":\"r\"");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "served")
        .containsEntry("operation", "get_budget")
        .containsEntry("cost_nanos", 0L);
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void tellsNobodyElse() throws Exception {
    assertThat(fleet.client.withKey("").get("/v1/budget").status()).isEqualTo(401);
    assertThat(fleet.client.withKey("").post(REQUESTS, WISH).status()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {REQUESTS, "/api/v1/budget/requests"})
  void takesARequestForMore(String path) throws Exception {
    Client.Got got = fleet.client.post(path, WISH);

    assertThat(got.status()).isEqualTo(202);
    assertThat(got.text()).isEqualTo("{\"id\":\"01REQUEST\",\"status\":\"open\"}");
    assertThat(asked).containsExactly("ci m 150.5 release week");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "served")
        .containsEntry("operation", "request_budget");
  }

  @Test
  void takesTheCapExactly() throws Exception {
    BigDecimal[] cap = new BigDecimal[1];
    LIMITS.requests(
        (caller, limit, wanted, reason) -> {
          cap[0] = wanted;
          return "id";
        });

    fleet.client.post(REQUESTS, WISH.replace("150.5", "100.000000001"));

    assertThat(cap[0]).isEqualByComparingTo("100.000000001");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limit\":\"m\"|not JSON",
        "[]|JSON object",
        "{\"limit\":\"m\",\"limit\":\"r\",\"cap\":200,\"reason\":\"x\"}|twice",
        "{\"cap\":200,\"reason\":\"x\"}|'limit' must be a string",
        "{\"limit\":\"other\",\"cap\":200,\"reason\":\"x\"}|'limit' names no limit of this key",
        "{\"limit\":\"key:k:requests-per-minute\",\"cap\":9,\"reason\":\"x\"}|own rate, which an administrator changes",
        "{\"limit\":\"m\",\"reason\":\"x\"}|'cap' must be a number",
        "{\"limit\":\"m\",\"cap\":\"200\",\"reason\":\"x\"}|'cap' must be a number",
        "{\"limit\":\"m\",\"cap\":100,\"reason\":\"x\"}|'cap' must be more than the present 100 USD",
        "{\"limit\":\"m\",\"cap\":1e400,\"reason\":\"x\"}|'cap' is not an amount of USD",
        "{\"limit\":\"m\",\"cap\":100.0000000001,\"reason\":\"x\"}|'cap' is not an amount of USD",
        "{\"limit\":\"r\",\"cap\":10.5,\"reason\":\"x\"}|'cap' is not an amount of requests",
        "{\"limit\":\"m\",\"cap\":200}|'reason' must be a string",
        "{\"limit\":\"m\",\"cap\":200,\"reason\":\" \"}|'reason' must be one line",
        "{\"limit\":\"m\",\"cap\":200,\"reason\":\"a\\nb\"}|'reason' must be one line",
        "{\"limit\":\"m\",\"cap\":200,\"reason\":\"x\",\"note\":1}|'note' is not known"
      })
  void namesTheFieldThatIsWrong(String body, String sentence) throws Exception {
    Client.Got got = fleet.client.post(REQUESTS, body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.header("x-serai-refusal")).isEqualTo("bad_request");
    assertThat(got.text())
        .startsWith("{\"error\":{\"message\":\"")
        .contains(sentence)
        .contains("\"type\":\"invalid_request_error\"");
    assertThat(asked).isEmpty();
  }

  @Test
  void refusesABodyThatIsLongerThanItCouldBe() throws Exception {
    Client.Got got = fleet.client.post(REQUESTS, WISH.replace("release", "r".repeat(20_000)));

    assertThat(got.status()).isEqualTo(400);
    assertThat(asked).isEmpty();
  }

  @Test
  void saysWhatWhoeverTakesItSays() throws Exception {
    LIMITS.requests(
        (caller, limit, cap, reason) -> {
          throw new Refusal(Refusal.Reason.BAD_REQUEST, "Ask for less.");
        });
    assertThat(fleet.client.post(REQUESTS, WISH).text()).contains("Ask for less.");

    LIMITS.requests(
        (caller, limit, cap, reason) -> {
          throw new IllegalStateException("broken on purpose");
        });
    assertThat(fleet.client.post(REQUESTS, WISH).status()).isEqualTo(500);
  }

  @Test
  void keepsServingWhileRequestsAreWrittenAndTakesNoMoreThanItCan() throws Exception {
    CountDownLatch writing = new CountDownLatch(32);
    Gate gate = new Gate();
    LIMITS.requests(blocked(writing, gate));
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 32; i++) wires.add(new Wire(fleet.gateway).send(Wire.post(REQUESTS, WISH)));
    assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(fleet.client.get("/v1/budget").status()).isEqualTo(200);
    Client.Got refused = fleet.client.post(REQUESTS, WISH);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isEqualTo("5");

    for (Wire left : wires.subList(0, 16)) left.close();
    gate.open();
    for (Wire wire : wires.subList(16, 32)) {
      assertThat(wire.read().status()).isEqualTo(202);
      wire.close();
    }
    reset();
    assertThat(fleet.client.post(REQUESTS, WISH).status()).isEqualTo(202);
    assertThat(fleet.gateway.bean(Gateway.class).activeCalls()).isZero();
  }

  private static CapRequests blocked(CountDownLatch writing, Gate gate) {
    return (caller, limit, cap, reason) -> {
      writing.countDown();
      gate.await();
      return "id";
    };
  }
}
