package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a limit lets through, sends elsewhere or refuses: sockets, leases and all. */
class LimitsAtTheDoorTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String END_USERS =
      "limits: [ { scope: end-user, target: ci, measure: requests, window: day, cap: 1 } ]\n";

  private static final String INPUT = "input_tokens + cache_read_tokens + cache_write_5m_tokens";
  private static final String OUTPUT = "output_tokens + reasoning_tokens";

  private Fleet fleet;

  @AfterEach
  void stop() {
    if (fleet != null) fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSpentLimitOnAProviderSendsCallsToTheNextAndRefusesOnlyWhenNoneIsLeft(Dialects dialect)
      throws Exception {
    String first = Fleet.provider(dialect, "first");
    String second = Fleet.provider(dialect, "second");
    fleet = new Fleet("limits:\n" + only(first, 2) + only(second, 1));
    fleet.first.otherwise(Dialects::answer);
    fleet.second.otherwise(Dialects::answer);

    for (int i = 0; i < 2; i++)
      assertThat(fleet.client.ask(dialect, "m", false).header("x-serai-provider")).isEqualTo(first);
    assertThat(fleet.client.ask(dialect, "m", true).header("x-serai-provider")).isEqualTo(second);
    Client.Got refused = fleet.client.ask(dialect, "m", false);

    assertThat(refused.status()).isIn(402, 429);
    assertThat(refused.header("x-serai-refusal")).isEqualTo("budget_exceeded");
    assertThat(fleet.first.requests()).hasSize(2);
    assertThat(fleet.second.requests()).hasSize(1);
    assertThat(spent()).isEqualTo(3);
  }

  @Test
  void aCallThatFellBackIsChargedToWhoServedIt() throws Exception {
    fleet = new Fleet("limits:\n" + only("openai-first", 2) + only("openai-second", 2));
    fleet.first.otherwise(Answer.json(503, "{\"error\":{\"message\":\"down\"}}"));
    fleet.second.otherwise(Dialects::answer);

    for (int i = 0; i < 2; i++)
      assertThat(fleet.client.ask(Dialects.OPENAI_CHAT, "m", false).status()).isEqualTo(200);

    assertThat(spent()).isEqualTo(2);
    assertThat(fleet.client.get("/v1/budget").text())
        .containsPattern("\"spent\":0[^}]*\"provider\":\"openai-first\"")
        .containsPattern("\"spent\":2[^}]*\"provider\":\"openai-second\"");
  }

  @Test
  void anOutageUsesUpNoRequests() throws Exception {
    fleet =
        new Fleet(
            "limits: [ { scope: key, target: ci, measure: requests, window: total, cap: 1 } ]\n");
    fleet.first.otherwise(Answer.json(503, "{\"error\":{\"message\":\"down\"}}"));
    fleet.second.otherwise(Answer.json(503, "{\"error\":{\"message\":\"down\"}}"));
    for (int i = 0; i < 3; i++)
      assertThat(fleet.client.ask(Dialects.OPENAI_CHAT, "m", false).status()).isEqualTo(503);

    assertThat(spent()).isZero();
  }

  @Test
  void countingTokensIsFreeWhenTheLimitIsSpent() throws Exception {
    fleet =
        new Fleet(
            "limits: [ { scope: key, target: ci, measure: requests, window: total, cap: 0 } ]\n");
    fleet.first.otherwise(Answer.json(200, "{\"input_tokens\":7,\"totalTokens\":7}"));

    for (Dialects dialect : Dialects.values())
      assertThat(fleet.client.ask(dialect, "m", false).status()).isIn(402, 429);
    Client.Got anthropic =
        fleet.client.post("/v1/messages/count_tokens", "{\"model\":\"m\",\"messages\":[]}");
    Client.Got gemini = fleet.client.post("/v1beta/models/m:countTokens", "{\"contents\":[]}");

    assertThat(anthropic.status()).isEqualTo(200);
    assertThat(gemini.status()).isEqualTo(200);
    assertThat(fleet.first.requests()).hasSize(2);
    assertThat(spent()).isZero();
  }

  @Test
  void aModelWithoutAPriceIsRefusedWhereALimitIsInMoney() throws Exception {
    fleet = new Fleet(money("refuse"));
    fleet.first.otherwise(Dialects::answer);

    Client.Got refused = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(refused.header("x-serai-refusal")).isEqualTo("price_unknown");
    assertThat(refused.text()).contains("'m'").contains("unknown-price");
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void aModelWithoutAPriceIsChargedAtTheDefaultOne() throws Exception {
    fleet = new Fleet(money("default"));
    fleet.first.otherwise(Dialects::answer);

    assertThat(fleet.client.ask(Dialects.OPENAI_CHAT, "m", false).status()).isEqualTo(200);

    assertThat(spent()).isPositive().isEqualTo(tokens(INPUT) * 10_000 + tokens(OUTPUT) * 50_000);
  }

  @Test
  void aModelWithoutAPriceIsLeftToLimitsOnTokens() throws Exception {
    fleet =
        new Fleet(
            money("tokens-only")
                + "  - { scope: key, target: ci, measure: total-tokens, window: total, cap: 100000 }\n");
    fleet.first.otherwise(Dialects::answer);

    assertThat(fleet.client.ask(Dialects.OPENAI_CHAT, "m", false).status()).isEqualTo(200);

    assertThat(spent()).isPositive().isEqualTo(tokens(INPUT) + tokens(OUTPUT));
  }

  @ParameterizedTest
  @EnumSource
  void whereEndUsersAreLimitedEachIsNamedAndHeldAlone(Dialects dialect) throws Exception {
    fleet = new Fleet(END_USERS);
    fleet.first.otherwise(Dialects::answer);
    String path = dialect.path("m", false);
    String body = dialect.request("m", "hello", false);

    Client.Got missing = fleet.client.post(path, body);
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.header("x-serai-refusal")).isEqualTo("end_user_required");
    assertThat(fleet.first.requests()).isEmpty();

    assertThat(fleet.client.post(path, body, "x-serai-end-user", "ann").status()).isEqualTo(200);
    assertThat(fleet.client.post(path, body, "x-serai-end-user", "ann").status()).isIn(402, 429);
    assertThat(fleet.client.post(path, body, "x-serai-end-user", "bob").status()).isEqualTo(200);
  }

  @Test
  void theBodyNamesTheEndUserWhereTheHeaderDoesNot() throws Exception {
    fleet = new Fleet(END_USERS);
    fleet.first.otherwise(Dialects::answer);
    String ann = "{\"model\":\"m\",\"user\":\"ann\",\"messages\":[]}";

    assertThat(fleet.client.post(CHAT, ann).status()).isEqualTo(200);
    assertThat(fleet.client.post(CHAT, ann).status()).isIn(402, 429);
    assertThat(fleet.client.post(CHAT, ann, "x-serai-end-user", "bob").status()).isEqualTo(200);
  }

  @Test
  void anEndUserThatNoDatabaseKeepsIsNobodysTrouble() throws Exception {
    fleet = new Fleet(END_USERS);
    fleet.first.otherwise(Dialects::answer);
    String broken = "{\"model\":\"m\",\"user\":\"a\\u0000b\",\"messages\":[]}";

    Client.Got refused = fleet.client.post(CHAT, broken);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("x-serai-refusal")).isEqualTo("end_user_required");
    String ann = "{\"model\":\"m\",\"user\":\"ann\",\"messages\":[]}";
    assertThat(fleet.client.post(CHAT, ann).status()).isEqualTo(200);
  }

  @Test
  void aHardLimitReservesForEachOfSeveralAnswers() throws Exception {
    fleet =
        new Fleet(
            "limits: [ { scope: key, target: ci, measure: output-tokens, window: total, cap: 500,"
                + " estimate: hard } ]\n");
    fleet.first.otherwise(Dialects::answer);
    String one = "{\"model\":\"m\",\"max_tokens\":100,\"n\":%d,\"messages\":[]}";

    Client.Got refused = fleet.client.post(CHAT, one.formatted(6));
    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.text()).contains("about 600");
    assertThat(fleet.client.post(CHAT, one.formatted(4)).status()).isEqualTo(200);
  }

  private static String only(String provider, int cap) {
    return "  - { scope: key, target: ci, measure: requests, window: total, cap: %d, provider: %s }\n"
        .formatted(cap, provider);
  }

  private static String money(String unknownPrice) {
    return ("limits:\n  - { scope: key, target: ci, measure: usd, window: total, cap: 100,"
            + " unknown-price: %s }\n")
        .formatted(unknownPrice);
  }

  /** What the drained records have taken from all leases. */
  private long spent() {
    Records.all(fleet.gateway);
    return sum("select coalesce(sum(spent), 0)::bigint from lease_charges");
  }

  private long tokens(String columns) {
    Records.all(fleet.gateway);
    return sum("select sum(" + columns + ")::bigint from usage_records");
  }

  private long sum(String sql) {
    return fleet.gateway.bean(JdbcClient.class).sql(sql).query(Long.class).single();
  }
}
