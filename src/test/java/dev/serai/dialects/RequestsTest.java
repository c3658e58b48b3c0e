package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Asked;
import dev.serai.call.Dialect;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static Asked read(Operation operation, String body) {
    return Requests.read(
        new Endpoint(operation, operation.dialect(), ""), body.getBytes(StandardCharsets.UTF_8));
  }

  private static Asked gemini(Operation operation, String model, String body) {
    return Requests.read(
        new Endpoint(operation, Dialect.GEMINI, model), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String withUsage(String body) {
    Asked.UsageOption option = read(Operation.CHAT, body).usageOption();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, 0, option.from(), StandardCharsets.UTF_8)
        + option.text()
        + new String(bytes, option.to(), bytes.length - option.to(), StandardCharsets.UTF_8);
  }

  @Test
  void findsModelStreamAndCapAmongOtherFields() {
    Asked asked =
        read(
            Operation.MESSAGES,
            "{ \"messages\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":\\\"x\\\"}\"}],\n \"model\" : \"claude-é\", \"max_tokens\":32000,\"stream\":true}");

    assertThat(asked.model()).isEqualTo("claude-é");
    assertThat(asked.stream()).isTrue();
    assertThat(asked.maxOutput()).isEqualTo(32000);
    assertThat(asked.usageOption().needed()).isFalse();
  }

  @Test
  void marksTheBytesOfTheModelSoThatNothingElseHasToChange() {
    String body = "{\"x\":\"é\",\"model\":\"fast\",\"messages\":[]}";
    Asked.ModelSpan span = read(Operation.CHAT, body).modelSpans().getFirst();

    assertThat(
            new String(
                body.getBytes(StandardCharsets.UTF_8),
                span.from(),
                span.to() - span.from(),
                StandardCharsets.UTF_8))
        .isEqualTo("\"fast\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\",\"stream\":true}                                            | {\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
        "{\"stream\":true,\"stream_options\":null,\"model\":\"m\"}                    | {\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"stream\":true,\"stream_options\":{},\"model\":\"m\"}                      | {\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"stream\":true,\"stream_options\":{ },\"model\":\"m\"}                     | {\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"stream\":true,\"stream_options\":{\"include_usage\":false},\"model\":\"m\"} | {\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"stream\":true,\"stream_options\":{\"x\":1},\"model\":\"m\"}               | {\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":1},\"model\":\"m\"}",
      })
  void asksForTheUsageOfAChatStream(String body, String expected) {
    assertThat(withUsage(body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
        "{\"model\":\"m\",\"stream\":false}",
        "{\"model\":\"m\",\"stream\":null}",
        "{\"model\":\"m\"}",
      })
  void leavesTheUsageOptionAloneWhereItIsAskedForOrOfNoUse(String body) {
    assertThat(read(Operation.CHAT, body).usageOption().needed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                            | the body is empty",
        "[]                                          | expected an object at byte 0",
        "{\"model\":\"m\"                            | ',' or '}' was expected",
        "{\"model\":\"m\"} x                         | unexpected text after the JSON object, at byte 14",
        "{\"model\":\"m                              | the text ends inside a string",
        "{\"stream\":true}                           | Field 'model' is missing",
        "{\"model\":7}                               | Field 'model' must be a string",
        "{\"model\":\"a\",\"model\":\"b\"}           | Field 'model' is given twice",
        "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}     | Field 'model' is given twice",
        "{\"model\":\"a\",\"Model\":\"b\"}           | Field 'Model' is no field of this API",
        "{\"model\":\"a\",\"stream\":\"yes\"}        | Field 'stream' must be true or false",
        "{\"model\":\"a\",\"stream\":true,\"stream\":false} | Field 'stream' is given twice",
        "{\"model\":\"a\",\"messages\":[{]           | the text ends inside an object or array",
      })
  void refusesWhatAProviderMightReadInAnotherWay(String body, String message) {
    assertThatThrownBy(() -> read(Operation.CHAT, body == null ? "" : body))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.BAD_REQUEST))
        .hasMessageContaining(message);
  }

  @Test
  void takesGeminisModelFromThePathAndItsStreamFromTheVerb() {
    Asked asked =
        gemini(
            Operation.STREAM_GENERATE_CONTENT,
            "gemini-2.5-pro",
            "{\"contents\":[],\"generationConfig\":{\"maxOutputTokens\":77}}");

    assertThat(asked.model()).isEqualTo("gemini-2.5-pro");
    assertThat(asked.stream()).isTrue();
    assertThat(asked.maxOutput()).isEqualTo(77);
    assertThat(asked.modelSpans()).isEmpty();
  }

  @Test
  void findsEveryPlaceWhereABatchNamesItsModel() {
    Asked asked =
        gemini(
            Operation.BATCH_EMBED_CONTENTS,
            "e",
            "{\"requests\":[{\"model\":\"models/e\",\"content\":{}},{\"content\":{},\"model\":\"models/e\"}]}");

    assertThat(asked.modelSpans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.prefix()).isEqualTo("models/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"requests\":[{\"model\":\"models/other\"}]}", "{\"model\":\"models/other\"}"})
  void refusesAGeminiBodyThatNamesAnotherModelThanThePath(String body) {
    assertThatThrownBy(() -> gemini(Operation.BATCH_EMBED_CONTENTS, "e", body))
        .hasMessageContaining("differs from the path's model 'e'");
  }

  @Test
  void readsTheEndUserFromEitherField() {
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"user\":\"u1\"}").endUser()).isEqualTo("u1");
    assertThat(
            read(Operation.MESSAGES, "{\"model\":\"m\",\"metadata\":{\"user_id\":\"u2\"}}")
                .endUser())
        .isEqualTo("u2");
  }

  @Test
  void readsTheKeyOfTheProvidersPromptCache() {
    String body = "{\"model\":\"m\",\"prompt_cache_key\":\"talk-\\u0031\"}";

    assertThat(read(Operation.RESPONSES, body).cacheKey()).isEqualTo("talk-1");
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"prompt_cache_key\":null}").cacheKey())
        .isEmpty();
  }

  @Test
  void skipsLongStringsWithEscapesOnEveryAlignment() {
    for (int pad = 0; pad < 20; pad++) {
      String body =
          "{\"a\":\""
              + "x".repeat(pad)
              + "\\\"\\\\"
              + "é".repeat(pad)
              + "\\\\\",\"model\":\"m"
              + pad
              + "\"}";
      assertThat(read(Operation.CHAT, body).model()).isEqualTo("m" + pad);
    }
  }

  @Test
  void findsTheNestedModelAlsoInSnakeCase() {
    String body = "{\"generate_content_request\":{\"model\":\"models/secret\",\"contents\":[]}}";

    assertThatThrownBy(() -> gemini(Operation.GEMINI_COUNT_TOKENS, "g", body))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("differs from the path's model");
    assertThat(
            gemini(
                    Operation.GENERATE_CONTENT,
                    "g",
                    "{\"generation_config\":{\"max_output_tokens\":9}}")
                .maxOutput())
        .isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "fallbacks", "mod\\u0065ls"})
  void refusesToNameFurtherModelsPastThePolicy(String field) {
    String body = "{\"model\":\"m\",\"" + field + "\":[\"secret\"]}";

    assertThatThrownBy(() -> read(Operation.CHAT, body))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("routing policies");
  }

  @Test
  void streamsOnlyWhatCanBeStreamed() {
    String body = "{\"model\":\"m\",\"stream\":true}";

    assertThat(read(Operation.EMBEDDINGS, body).stream()).isFalse();
    assertThat(read(Operation.COUNT_TOKENS, body).stream()).isFalse();
    assertThat(read(Operation.RESPONSES, body).stream()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT|'max_tokens':7|7",
        "CHAT|'max_completion_tokens':7|7",
        "CHAT|'max_tokens':7,'max_completion_tokens':9|9",
        "CHAT|'max_tokens':9,'max_tokens':7|9",
        "CHAT|'max_tokens':7,'max_completion_tokens':1e6|0",
        "CHAT|'max_tokens':-1|0",
        "CHAT|'max_tokens':null|0",
        "CHAT|'max_output_tokens':7|0",
        "RESPONSES|'max_output_tokens':7|7",
        "RESPONSES|'max_tokens':7|0",
        "RESPONSES|'max_completion_tokens':7|0",
        "MESSAGES|'max_tokens':7|7",
        "MESSAGES|'max_tokens':900,'max_output_tokens':1|900",
        "MESSAGES|'max_completion_tokens':7|0"
      })
  void believesOnlyTheMaximumThatTheProviderHeeds(Operation operation, String fields, long most) {
    String body = "{\"model\":\"m\"," + fields.replace('\'', '"') + "}";

    assertThat(read(operation, body).maxOutput()).isEqualTo(most);
  }

  @Test
  void takesTheLargerOfTwoMaximaOfGemini() {
    String body =
        "{\"generationConfig\":{\"maxOutputTokens\":90000,\"max_output_tokens\":1},"
            + "\"generation_config\":{\"max_output_tokens\":2}}";

    assertThat(gemini(Operation.GENERATE_CONTENT, "g", body).maxOutput()).isEqualTo(90_000);
  }

  @Test
  void findsHowManyAnswersAreWanted() {
    assertThat(read(Operation.CHAT, "{\"model\":\"m\"}").choices()).isEqualTo(1);
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"n\":4}").choices()).isEqualTo(4);
    assertThat(read(Operation.CHAT, "{\"n\":4,\"model\":\"m\",\"n\":2}").choices()).isEqualTo(4);
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"n\":null}").choices()).isEqualTo(1);
    assertThat(read(Operation.CHAT, "{\"model\":\"m\",\"n\":0}").choices()).isEqualTo(1);
    assertThat(read(Operation.MESSAGES, "{\"model\":\"m\",\"n\":4}").choices()).isEqualTo(1);
    assertThat(
            gemini(
                    Operation.GENERATE_CONTENT,
                    "g",
                    "{\"generationConfig\":{\"candidateCount\":3,\"candidate_count\":2}}")
                .choices())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"n\":2.0", "\"n\":1e2", "\"n\":\"5\"", "\"N\":5", "\"n\":-1"})
  void refusesANumberOfAnswersThatIsReadInTwoWays(String field) {
    assertThatThrownBy(() -> read(Operation.CHAT, "{\"model\":\"m\"," + field + "}"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("ield '");
  }
}
