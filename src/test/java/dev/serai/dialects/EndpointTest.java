package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Dialect;
import dev.serai.call.Headers;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private record Some(Map<String, String> map) implements Headers {
    @Override
    public String get(String name) {
      return map.get(name);
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return map.entrySet().iterator();
    }
  }

  private static final Headers NONE = new Some(Map.of());

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,CHAT",
    "/api/v1/chat/completions,CHAT",
    "/openai/v1/chat/completions,CHAT",
    "/v1/responses,RESPONSES",
    "/api/v1/responses,RESPONSES",
    "/v1/embeddings,EMBEDDINGS",
    "/v1/budget/requests,REQUEST_BUDGET",
    "/api/v1/budget/requests,REQUEST_BUDGET",
    "/v1/messages,MESSAGES",
    "/api/v1/messages/count_tokens,COUNT_TOKENS",
    "/v1beta/models/g:generateContent,GENERATE_CONTENT",
    "/v1/models/g:streamGenerateContent,STREAM_GENERATE_CONTENT",
    "/v1beta/models/g:countTokens,GEMINI_COUNT_TOKENS",
    "/api/v1/models/g:embedContent,EMBED_CONTENT",
    "/v1beta/models/g:batchEmbedContents,BATCH_EMBED_CONTENTS",
  })
  void knowsEveryPathThatIsPosted(String path, Operation operation) {
    assertThat(Endpoint.of("POST", path, NONE).operation()).isEqualTo(operation);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/budget", "/api/v1/budget"})
  void answersForTheKeysOwnLimitsInTheDialectOfOpenAi(String path) {
    Headers anthropic = new Some(Map.of("anthropic-version", "2023-06-01"));
    assertThat(Endpoint.of("GET", path, anthropic))
        .isEqualTo(new Endpoint(Operation.GET_BUDGET, Dialect.OPENAI_CHAT, ""));
  }

  @Test
  void requestsForMoreAreMadeAndRead() {
    assertThat(Endpoint.of("GET", "/v1/budget/requests", NONE))
        .isEqualTo(new Endpoint(Operation.LIST_BUDGET_REQUESTS, Dialect.OPENAI_CHAT, ""));
  }

  @Test
  void decodesTheModelOfThePath() {
    assertThat(Endpoint.of("POST", "/v1beta/models/a%3Ab%2Bc+d:generateContent", NONE).model())
        .isEqualTo("a:b+c+d");
    assertThat(Endpoint.of("GET", "/v1/models/openai/gpt-5", NONE).model())
        .isEqualTo("openai/gpt-5");
  }

  @Test
  void listsModelsInTheDialectThatTheClientSpeaks() {
    assertThat(Endpoint.of("GET", "/v1/models", NONE).dialect()).isEqualTo(Dialect.OPENAI_CHAT);
    assertThat(
            Endpoint.of("GET", "/v1/models", new Some(Map.of("anthropic-version", "2023-06-01")))
                .dialect())
        .isEqualTo(Dialect.ANTHROPIC);
    assertThat(
            Endpoint.of("GET", "/v1/models", new Some(Map.of("user-agent", "claude-cli/2.1")))
                .dialect())
        .isEqualTo(Dialect.ANTHROPIC);
    assertThat(Endpoint.of("GET", "/v1beta/models", NONE).dialect()).isEqualTo(Dialect.GEMINI);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/v1/budget,METHOD_NOT_ALLOWED",
    "DELETE,/v1/budget/requests,METHOD_NOT_ALLOWED",
    "GET,/v1beta/budget,NOT_FOUND",
    "GET,/openai/v1/budget,NOT_FOUND",
    "GET,/v1/chat/completions,METHOD_NOT_ALLOWED",
    "DELETE,/v1/models/x,METHOD_NOT_ALLOWED",
    "POST,/v1/completions,NOT_FOUND",
    "POST,/v1beta/chat/completions,NOT_FOUND",
    "POST,/openai/v1/responses,NOT_FOUND",
    "POST,/v1beta/models/g:launch,NOT_FOUND",
    "POST,/v1/../v1/chat/completions,NOT_FOUND",
    "GET,/x,NOT_FOUND",
  })
  void refusesEverythingElse(String method, String path, Refusal.Reason reason) {
    assertThatThrownBy(() -> Endpoint.of(method, path, NONE))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
