package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameDialectTest {
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  private static byte[] bytes(Answer answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    answer
        .body()
        .forEach(
            step -> {
              if (step instanceof Answer.Step.Send send) out.writeBytes(send.bytes());
            });
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void passesAReplyThroughByteForByteAndPricesIt(Dialects dialect) throws Exception {
    Answer answer = dialect.reply("gpt-4o-mini", "Hi there");
    fleet.first.answer(answer);

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(bytes(answer));
    assertThat(got.header("x-serai-provider")).isEqualTo(Fleet.provider(dialect, "first"));
    assertThat(got.header("x-serai-model")).isEqualTo("m");
    assertThat(got.header("x-serai-attempts")).isEqualTo("1");
    assertThat(got.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    Map<String, Object> record = Records.of(fleet.gateway, got);
    assertThat(record)
        .containsEntry("outcome", "served")
        .containsEntry("provider", Fleet.provider(dialect, "first"))
        .containsEntry("estimated", false);
    assertThat(record)
        .containsEntry("input_tokens", (long) Dialects.INPUT)
        .containsEntry("cache_read_tokens", (long) Dialects.CACHED);
    assertThat((long) record.get("output_tokens") + (long) record.get("reasoning_tokens"))
        .isEqualTo(Dialects.OUTPUT);
  }

  @ParameterizedTest
  @EnumSource
  void passesAStreamThroughByteForByte(Dialects dialect) throws Exception {
    Answer asked = dialect.streamed("gpt-4o-mini", "Hi", " there", "!");
    fleet.first.answer(asked);

    Client.Got got = fleet.client.ask(dialect, "m", true);

    String sent = new String(bytes(asked), StandardCharsets.UTF_8);
    assertThat(got.text())
        .isEqualTo(sent.replaceAll("data: [^\n]*\"choices\":\\[\\],[^\n]*\n\n", ""));
    assertThat(got.header("content-type")).startsWith("text/event-stream");
    Map<String, Object> record = Records.of(fleet.gateway, got);
    assertThat(record)
        .containsEntry("outcome", "served")
        .containsEntry("input_tokens", (long) Dialects.INPUT)
        .containsEntry("estimated", false);
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheClientsBytesWithTheProvidersCredentialAndNothingOfTheClients(Dialects dialect)
      throws Exception {
    fleet.first.answer(dialect.reply("m", "ok"));
    String path = dialect.path("m", false);
    String body = dialect.request("m", "é 1.0 1e3 \\u00e9", false);

    fleet.client.post(
        path + (path.contains("?") ? "&" : "?") + "key=" + GatewayUnderTest.KEY + "&beta=true",
        body,
        "cookie",
        "session=1",
        "openai-organization",
        "org-1",
        "x-unknown",
        "1",
        "anthropic-beta",
        "some-beta",
        "x-stainless-lang",
        "js");

    RecordedRequest seen = fleet.first.lastRequest();
    assertThat(seen.text()).isEqualTo(body);
    assertThat(seen.target()).contains("beta=true").doesNotContain("key=");
    assertThat(seen.headers().toString()).contains(Fleet.MAIN).doesNotContain(GatewayUnderTest.KEY);
    assertThat(seen.header("cookie")).isEmpty();
    assertThat(seen.header("openai-organization")).isEmpty();
    assertThat(seen.header("x-unknown")).isEmpty();
    assertThat(seen.header("anthropic-beta")).contains("some-beta");
    assertThat(seen.header("x-stainless-lang")).contains("js");
    assertThat(seen.header("accept-encoding")).contains("identity");
    assertThat(seen.header("traceparent")).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void putsTheResolvedNameInThePlaceOfAnAlias(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.reply("m", "ok"));

    Client.Got got = fleet.client.ask(dialect, "fast", false);

    assertThat(got.status()).isEqualTo(200);
    assertThat(fleet.first.lastRequest().text()).isEqualTo(dialect.request("m", "hello", false));
    assertThat(fleet.first.lastRequest().path())
        .isEqualTo(dialect.path("m", false).replaceAll("\\?.*", ""));
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("requested_model", "fast")
        .containsEntry("model", "m");
  }

  @Test
  void asksForUsageAndKeepsItFromAChatClientThatDidNot() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "Hi"));

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", true);

    assertThat(fleet.first.lastRequest().text())
        .contains("\"stream_options\":{\"include_usage\":true}");
    assertThat(got.text())
        .contains("Hi")
        .doesNotContain("prompt_tokens")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void leavesTheUsageChunkToAChatClientThatAsked() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "Hi"));
    String body =
        "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[]}";

    Client.Got got = fleet.client.post("/v1/chat/completions", body);

    assertThat(fleet.first.lastRequest().text()).isEqualTo(body);
    assertThat(got.text()).contains("prompt_tokens");
  }

  @Test
  void keepsHeadersOfTheProviderThatAreNotTheClientsBusiness() throws Exception {
    fleet.first.answer(
        Dialects.OPENAI_CHAT
            .reply("m", "ok")
            .header("set-cookie", "a=b")
            .header("openai-organization", "org-secret")
            .header("x-ratelimit-remaining-tokens", "9")
            .header("x-request-id", "req_1"));

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(got.header("set-cookie")).isEmpty();
    assertThat(got.header("openai-organization")).isEmpty();
    assertThat(got.header("x-ratelimit-remaining-tokens")).isEqualTo("9");
    assertThat(got.header("x-request-id")).isEqualTo("req_1");
  }

  @Test
  void keepsTheProvidersAccountOutOfAnErrorItPassesOn() throws Exception {
    String error = "{\"error\":{\"message\":\"too large for organization %s in project %s\"}}";
    fleet.first.answer(
        Answer.json(413, error.formatted("org-aB3dE5gH7jK9mN1p", "proj_Q3sT5vW7xY9z")));

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(got.status()).isEqualTo(413);
    assertThat(got.text()).isEqualTo(error.formatted("org-***", "proj_***"));
  }

  @Test
  void pricesByTheModelOfTheReplyWhereTheAskedOneHasNoPrice() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("gpt-4o-mini-2024-07-18", "ok"));

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    Map<String, Object> record = Records.of(fleet.gateway, got);
    assertThat((String) record.get("price_version")).endsWith("/openai:gpt-4o-mini");
    assertThat((long) record.get("cost_nanos")).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void takesTheKeyFromEveryPlaceThatClientsPutIt(Dialects dialect) throws Exception {
    fleet.first.otherwise(dialect.reply("m", "ok"));
    Client anonymous = fleet.client.withKey("");
    String path = dialect.path("m", false);
    String body = dialect.request("m", "hello", false);
    String key = GatewayUnderTest.KEY;

    assertThat(anonymous.post(path, body, "x-api-key", key).status()).isEqualTo(200);
    assertThat(anonymous.post(path, body, "x-goog-api-key", key).status()).isEqualTo(200);
    assertThat(anonymous.post(path, body, "api-key", key).status()).isEqualTo(200);
    assertThat(anonymous.post(path, body, "authorization", "bearer " + key).status())
        .isEqualTo(200);
    assertThat(
            anonymous.post(path + (path.contains("?") ? "&" : "?") + "key=" + key, body).status())
        .isEqualTo(200);
    assertThat(fleet.first.requests())
        .allSatisfy(seen -> assertThat(seen.target() + seen.headers()).doesNotContain(key));
  }

  @Test
  void servesTheOtherPathsOfTheSameApis() throws Exception {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "ok"));
    String body = Dialects.OPENAI_CHAT.request("m", "hello", false);

    assertThat(fleet.client.post("/api/v1/chat/completions", body).status()).isEqualTo(200);
    assertThat(fleet.client.post("/openai/v1/chat/completions", body).status()).isEqualTo(200);
    assertThat(fleet.first.requests())
        .extracting(RecordedRequest::path)
        .containsOnly("/v1/chat/completions");
    assertThat(
            fleet
                .client
                .post("/v1/models/m:generateContent", Dialects.GEMINI.request("m", "hello", false))
                .status())
        .isEqualTo(200);
    assertThat(fleet.first.lastRequest().path()).isEqualTo("/v1beta/models/m:generateContent");
  }

  @Test
  void countsTokensWithoutMeteringThem() throws Exception {
    fleet.first.answer(Answer.json(200, "{\"input_tokens\":42}"));

    Client.Got got =
        fleet.client.post(
            "/v1/messages/count_tokens?beta=true", "{\"model\":\"m\",\"messages\":[]}");

    assertThat(got.text()).isEqualTo("{\"input_tokens\":42}");
    assertThat(fleet.first.lastRequest().target()).isEqualTo("/v1/messages/count_tokens?beta=true");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("input_tokens", 0L)
        .containsEntry("operation", "count_tokens");
  }

  @Test
  void passesABodyOfThirtyMegabytes() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "ok"));
    String body = Dialects.OPENAI_CHAT.request("m", "x".repeat(30_000_000), false);

    assertThat(fleet.client.post("/v1/chat/completions", body).status()).isEqualTo(200);
    assertThat(fleet.first.lastRequest().body()).hasSize(body.length());
  }

  @Test
  void refusesABodyBeyondTheLimitInTheClientsWords() throws Exception {
    Client.Got got =
        fleet.client.post(
            "/v1/messages", "{\"model\":\"m\",\"x\":\"" + "x".repeat(34_000_000) + "\"}");

    assertThat(got.status()).isEqualTo(413);
    assertThat(got.text()).contains("request_too_large").contains("32 MB");
  }
}
