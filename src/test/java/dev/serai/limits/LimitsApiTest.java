package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.AdminTokens;
import dev.serai.call.Secret;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static GatewayUnderTest gateway;
  private static Secret token;

  private record Reply(int status, JsonNode body) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers: [ { name: echo, type: echo } ]
                keys: [ { name: ci }, { name: other } ]
                """)
            .start();
    token = gateway.bean(AdminTokens.class).reset("test");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aLimitIsMadeReadChangedResetAndDeleted() {
    Reply made =
        post(
            "/api/limits",
            """
            {"scope": "key", "target": "ci", "measure": "usd", "window": "month", "cap": 100.50,
             "timeZone": "Europe/Berlin", "anchor": "2026-01-31", "onBreach": "warn",
             "thresholds": [95, 50]}
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/cap")).isEqualTo("100.5");
    assertThat(made.text("/targetName")).isEqualTo("ci");
    assertThat(made.text("/timeZone")).isEqualTo("Europe/Berlin");
    assertThat(made.text("/anchor")).isEqualTo("2026-01-31");
    assertThat(made.text("/onBreach")).isEqualTo("warn");
    assertThat(made.body().at("/thresholds")).hasToString("[50,95]");
    assertThat(made.text("/standing/left")).isEqualTo("100.5");
    assertThat(made.text("/managedBy")).isEqualTo("api");
    String path = "/api/limits/" + made.text("/id");
    assertThat(get(path).body()).isEqualTo(made.body());

    Reply raised = patch(path, "{\"cap\": \"200\", \"paused\": true}");
    assertThat(raised.status()).isEqualTo(200);
    assertThat(raised.text("/cap")).isEqualTo("200");
    assertThat(raised.body().at("/paused").asBoolean()).isTrue();

    Reply reset = post(path + "/reset", "");
    assertThat(reset.status()).isEqualTo(200);
    assertThat(reset.text("/since")).isNotEqualTo(made.text("/since"));

    assertThat(send(request(path).DELETE()).status()).isEqualTo(204);
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void listsAndExplains() {
    String mine = made("ci", "5").text("/id");
    String others = made("other", "5").text("/id");

    Reply listed = get("/api/limits?scope=key&target=ci&measure=requests");
    assertThat(listed.body().at("/items").findValuesAsText("id")).contains(mine);
    assertThat(listed.body().at("/items").findValuesAsText("id")).doesNotContain(others);
    Reply page = get("/api/limits?limit=1");
    assertThat(page.body().at("/items")).hasSize(1);
    assertThat(page.text("/next")).isEqualTo(page.text("/items/0/id"));

    Reply explained = get("/api/limits/explain?key=other");
    assertThat(explained.body().at("/limits").findValuesAsText("id"))
        .contains(others)
        .doesNotContain(mine);
    assertThat(explained.body().at("/refusing")).isEmpty();
    assertThat(get("/api/limits/explain?key=nobody").status()).isEqualTo(404);
    assertThat(get("/api/limits/" + mine + "/members").body().at("/members")).isEmpty();
  }

  @Test
  void aRepeatedCreateIsAnsweredAsTheFirstTime() {
    String body =
        "{\"scope\":\"organization\",\"measure\":\"requests\",\"window\":\"day\",\"cap\":7}";

    Reply first = send(request("/api/limits").POST(BodyPublishers.ofString(body)), "once");
    Reply second = send(request("/api/limits").POST(BodyPublishers.ofString(body)), "once");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void requestsForMoreAreAnswered() {
    String id = made("ci", "5").text("/id");
    LimitRequests requests = gateway.bean(LimitRequests.class);
    var caller = gateway.bean(Targets.class).caller("ci").orElseThrow().caller();
    String first = requests.ask(id, caller, new BigDecimal(9), "more").id();

    Reply open = get("/api/limit-requests?limitId=" + id);
    assertThat(open.text("/items/0/id")).isEqualTo(first);
    assertThat(open.text("/items/0/reason")).isEqualTo("more");
    Reply approved = post("/api/limit-requests/" + first + "/approve", "{\"cap\": 8}");
    assertThat(approved.text("/status")).isEqualTo("approved");
    assertThat(get("/api/limits/" + id).text("/cap")).isEqualTo("8");
    assertThat(post("/api/limit-requests/" + first + "/deny", "").status()).isEqualTo(409);

    String second = requests.ask(id, caller, new BigDecimal(99), "more").id();
    assertThat(post("/api/limit-requests/" + second + "/deny", "{\"note\":\"no\"}").text("/note"))
        .isEqualTo("no");
    assertThat(get("/api/limit-requests?status=any&limitId=" + id).body().at("/items")).hasSize(2);
    assertThat(get("/api/limit-requests?status=dead").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                   | scope        | one of organization, team
          {"scope": "kye"}                                     | scope        | nearest: key
          {"scope": "key", "measure": "dollars"}               | measure      | one of usd, requests
          {"scope": "key", "measure": "usd", "window": "mnth"} | window       | nearest: month
          {"scope": "key", "measure": "usd", "window": "rolling 5s"} | window | rolling and a length
          {"scope": "key", "measure": "usd", "window": "day"}  | cap          | dollars, 0 or more
          {"scope": "key", "measure": "usd", "window": "day", "cap": -1} | cap | dollars, 0 or more
          {"scope": "key", "measure": "usd", "window": "day", "cap": 0.0000000001} | cap | at most 9
          {"scope": "key", "measure": "requests", "window": "day", "cap": 1.5} | cap | a whole number of requests
          {"scope": "key", "measure": "usd", "window": "day", "cap": 99999999999} | cap | dollars
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1e999999999} | cap | dollars
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1e-999999999} | cap | dollars
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "timeZone": "Europe/Berln"} | timeZone | nearest: Europe/Berlin
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "anchor": "2026-01-01"} | anchor | only windows of a week or a month
          {"scope": "key", "measure": "usd", "window": "week", "cap": 1, "anchor": "monday"} | anchor | a date
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "onBreach": "stop"} | onBreach | one of block, warn
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "estimate": "x"} | estimate | balanced, hard
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "unknownPrice": "x"} | unknownPrice | tokens-only
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "whenBlind": "x"} | whenBlind | refuse, allow
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "thresholds": [0]} | thresholds | 1 to 100
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "thresholds": [101]} | thresholds | 1 to 100
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "thresholds": [null]} | thresholds | 1 to 100
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "models": [" "]} | models | patterns with *
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1} | target | name or id of a key
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "target": "c"} | target | there are: other, ci
          {"scope": "key", "measure": "usd", "window": "day", "cap": 1, "target": "ci", "provider": "ech"} | provider | nearest: echo
          {"scope": "key", "onbreach": "warn"}                 | onbreach     | one of
          """)
  void namesTheFieldThatIsWrongAndWhatWasExpected(String body, String field, String expected) {
    Reply refused = post("/api/limits", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    assertThat(refused.text("/errors/0/expected")).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"measure": "usd"}      | measure  | fixed; delete it and make another one
          {"window": null}        | window   | fixed
          {"models": ["gpt-5"]}   | models   | fixed
          {"caps": 5}             | caps     | one of anchor, cap, contact
          {"cap": "many"}         | cap      |
          {"cap": 1.5}            | cap      | a whole number
          {"thresholds": [0]}     | thresholds | 1 to 100
          """)
  void saysWhatOfALimitCannotChange(String body, String field, String expected) {
    Reply refused = patch("/api/limits/" + made("ci", "5").text("/id"), body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    assertThat(refused.text("/errors/0/expected")).contains(expected == null ? "" : expected);
  }

  @Test
  void aResetOfOneMemberIsRefused() {
    Reply refused =
        post("/api/limits/" + made("ci", "5").text("/id") + "/reset", "{\"member\": \"ann\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo("member");
  }

  private static Reply made(String key, String cap) {
    Reply made =
        post(
            "/api/limits",
            "{\"scope\":\"key\",\"target\":\"%s\",\"measure\":\"requests\",\"window\":\"total\",\"cap\":%s}"
                .formatted(key, cap));
    assertThat(made.status()).isEqualTo(201);
    return made;
  }

  private static Reply get(String path) {
    return send(request(path).GET());
  }

  private static Reply post(String path, String json) {
    return send(request(path).POST(BodyPublishers.ofString(json)));
  }

  private static Reply patch(String path, String json) {
    return send(request(path).method("PATCH", BodyPublishers.ofString(json)));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
        .header("Authorization", "Bearer " + token.reveal())
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30));
  }

  private static Reply send(HttpRequest.Builder request, String once) {
    return send(request.header("Idempotency-Key", once));
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
