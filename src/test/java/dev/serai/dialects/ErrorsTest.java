package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Dialect;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SENTENCE = "Budget exceeded: team red has spent 10.02 of 10.00 USD.";
  private static final Map<String, String> DETAILS =
      Map.of(
          "limit_id", "42",
          "scope", "team",
          "cap", "10",
          "spent", "10.02",
          "reserved", "0.000000001",
          "resets_at", "1785542400",
          "contact", "0049123",
          "link", "https://wiki/limits?a=\"b\"");
  private static final Refusal SPENT = new Refusal(Reason.LIMIT_EXCEEDED, SENTENCE, 0, DETAILS);
  private static final Refusal HELD = new Refusal(Reason.RATE_LIMITED, "In use.", 2, DETAILS);

  private static JsonNode error(LocalReply reply) throws IOException {
    return JSON.readTree(reply.chunks().getFirst()).path("error");
  }

  private static String end(Dialect dialect, Refusal refusal) {
    return new String(Errors.limitEnd(dialect, refusal, "id1"), StandardCharsets.UTF_8);
  }

  private static JsonNode data(String event) throws IOException {
    return JSON.readTree(event.substring(event.indexOf("data: ") + 6));
  }

  private static void tellsTheFigures(JsonNode error) {
    assertThat(error.path("cap").decimalValue()).isEqualByComparingTo("10");
    assertThat(error.path("cap").isNumber()).isTrue();
    assertThat(error.path("spent").decimalValue()).isEqualByComparingTo("10.02");
    assertThat(error.path("reserved").decimalValue()).isEqualByComparingTo("0.000000001");
    assertThat(error.path("resets_at").isIntegralNumber()).isTrue();
    assertThat(error.path("limit_id").textValue()).isEqualTo("42");
    assertThat(error.path("contact").textValue()).isEqualTo("0049123");
    assertThat(error.path("link").textValue()).isEqualTo("https://wiki/limits?a=\"b\"");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI_CHAT,/type,insufficient_quota", "OPENAI_RESPONSES,/code,budget_exceeded",
    "ANTHROPIC,/type,billing_error", "GEMINI,/status,FAILED_PRECONDITION"
  })
  void refusesASpentBudgetOnceAndForAll(Dialect dialect, String field, String word)
      throws IOException {
    LocalReply reply = Errors.refusal(dialect, SPENT, "id1", false);

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.headers())
        .containsEntry("x-should-retry", "false")
        .containsEntry("x-serai-refusal", "budget_exceeded")
        .doesNotContainKeys("retry-after", "x-codex-promo-message");
    assertThat(error(reply).at(field).asText()).isEqualTo(word);
    assertThat(error(reply).path("message").asText()).isEqualTo(SENTENCE);
    tellsTheFigures(error(reply));
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "BEDROCK", mode = EnumSource.Mode.EXCLUDE)
  void tellsWhenToTryAgainWhereTheRestIsOnlyReserved(Dialect dialect) throws IOException {
    for (boolean codex : new boolean[] {false, true}) {
      LocalReply reply = Errors.refusal(dialect, HELD, "id1", codex);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers())
          .containsEntry("retry-after", "2")
          .doesNotContainKeys("x-should-retry", "x-codex-promo-message");
      tellsTheFigures(error(reply));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsCodexInTheOneBodyThatItShows(Dialect dialect) throws IOException {
    Refusal later = new Refusal(Reason.LIMIT_EXCEEDED, SENTENCE, 3600, DETAILS);

    LocalReply reply = Errors.refusal(dialect, later, "id1", true);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers())
        .containsEntry(
            "x-codex-promo-message", "Budget exceeded: team red has spent 10.02 of 10.00 USD")
        .containsEntry("x-should-retry", "false")
        .doesNotContainKey("retry-after");
    assertThat(error(reply).path("type").asText()).isEqualTo("usage_limit_reached");
    assertThat(error(reply).path("message").asText()).isEqualTo(SENTENCE);
    tellsTheFigures(error(reply));
  }

  @Test
  void tellsCodexNoTimeWhenThereIsNone() throws IOException {
    Refusal never = new Refusal(Reason.LIMIT_EXCEEDED, SENTENCE, 0, Map.of("limit_id", "x"));

    assertThat(error(Errors.refusal(Dialect.OPENAI_RESPONSES, never, "id1", true)).has("resets_at"))
        .isFalse();
  }

  @Test
  void sendsCodexAHeaderThatItCanRead() {
    Refusal odd = new Refusal(Reason.LIMIT_EXCEEDED, "Key 'größe\r\n→' is used up.");

    assertThat(Errors.refusal(Dialect.OPENAI_RESPONSES, odd, "id1", true).headers())
        .containsEntry("x-codex-promo-message", "Key 'gr??e ?' is used up");
  }

  @Test
  void endsStreamsOfASpentBudgetAsEachClientReadsIt() throws IOException {
    assertThat(end(Dialect.ANTHROPIC, SPENT)).startsWith("event: error\ndata: {").endsWith("}\n\n");
    JsonNode anthropic = data(end(Dialect.ANTHROPIC, SPENT));
    assertThat(anthropic.path("type").asText()).isEqualTo("error");
    assertThat(anthropic.path("request_id").asText()).isEqualTo("id1");
    assertThat(anthropic.at("/error/type").asText()).isEqualTo("billing_error");
    tellsTheFigures(anthropic.path("error"));

    assertThat(end(Dialect.OPENAI_RESPONSES, SPENT)).startsWith("event: response.failed\n");
    JsonNode responses = data(end(Dialect.OPENAI_RESPONSES, SPENT));
    assertThat(responses.path("type").asText()).isEqualTo("response.failed");
    assertThat(responses.at("/response/status").asText()).isEqualTo("failed");
    assertThat(responses.at("/response/error/code").asText()).isEqualTo("insufficient_quota");
    assertThat(responses.at("/response/error/message").asText()).isEqualTo(SENTENCE);
    tellsTheFigures(responses.at("/response/error"));

    JsonNode chat = data(end(Dialect.OPENAI_CHAT, SPENT)).path("error");
    assertThat(chat.path("type").asText()).isEqualTo("insufficient_quota");
    assertThat(chat.path("code").asText()).isEqualTo("budget_exceeded");
    tellsTheFigures(chat);

    assertThat(end(Dialect.GEMINI, SPENT)).endsWith("}\r\n\r\n");
    JsonNode gemini = data(end(Dialect.GEMINI, SPENT)).path("error");
    assertThat(gemini.path("code").asInt()).isEqualTo(402);
    assertThat(gemini.path("status").asText()).isEqualTo("FAILED_PRECONDITION");
    tellsTheFigures(gemini);
  }

  @Test
  void endsStreamsThatAreOnlyTooFastAsARateLimit() throws IOException {
    assertThat(data(end(Dialect.ANTHROPIC, HELD)).at("/error/type").asText())
        .isEqualTo("rate_limit_error");
    assertThat(data(end(Dialect.OPENAI_RESPONSES, HELD)).at("/response/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
    assertThat(data(end(Dialect.OPENAI_CHAT, HELD)).at("/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
    assertThat(data(end(Dialect.GEMINI, HELD)).at("/error/status").asText())
        .isEqualTo("RESOURCE_EXHAUSTED");
  }
}
