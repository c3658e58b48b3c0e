package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.call.Asked;
import dev.serai.call.Headers;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import dev.serai.testing.FuzzCases;
import dev.serai.testing.Fuzzed;
import dev.serai.testing.FuzzedPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.jspecify.annotations.Nullable;

/** Whatever a client sends is read as every parser reads it, or refused. */
@AddLifecycleHook(FuzzCases.class)
class FuzzedRequestsTest {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Provide
  Arbitrary<Operation> operations() {
    return Arbitraries.of(FuzzedPlace.values()).map(FuzzedPlace::operation);
  }

  @Provide
  Arbitrary<Fuzzed> damaged() {
    return Fuzzed.of((bytes, random) -> bytes.damaged(bytes.request()));
  }

  @Provide
  Arbitrary<Fuzzed> noise() {
    return Fuzzed.of(bytes -> bytes.noise(200));
  }

  @Provide
  Arbitrary<Fuzzed> valid() {
    return Fuzzed.of((bytes, random) -> bytes.validRequest());
  }

  /** The offsets of what it would change are in order and inside. */
  @Property(tries = 3000)
  void aDamagedBodyIsReadOrRefused(
      @ForAll("operations") Operation operation, @ForAll("damaged") Fuzzed body) {
    readOrRefused(operation, body);
  }

  @Property(tries = 1000)
  void noiseIsReadOrRefused(
      @ForAll("operations") Operation operation, @ForAll("noise") Fuzzed body) {
    readOrRefused(operation, body);
  }

  private static void readOrRefused(Operation operation, Fuzzed body) {
    Asked asked = read(operation, body.bytes());
    if (asked == null) return;
    assertThat(asked.model()).isNotEmpty();
    assertThat(asked.maxOutput()).isNotNegative();
    assertThat(asked.choices()).isPositive();
    List<int[]> spans = new ArrayList<>();
    for (Asked.ModelSpan span : asked.modelSpans()) {
      assertThat((char) body.bytes()[span.from()]).isEqualTo('"');
      assertThat((char) body.bytes()[span.to() - 1]).isEqualTo('"');
      spans.add(new int[] {span.from(), span.to()});
    }
    if (asked.usageOption().needed())
      spans.add(new int[] {asked.usageOption().from(), asked.usageOption().to()});
    spans.sort((a, b) -> Integer.compare(a[0], b[0]));
    int at = 0;
    for (int[] span : spans) {
      assertThat(span[0]).isGreaterThanOrEqualTo(at);
      assertThat(span[1]).isBetween(span[0], body.bytes().length);
      at = span[1];
    }
  }

  @Property(tries = 3000)
  void whatIsReadIsWhatAParserReads(
      @ForAll("operations") Operation operation, @ForAll("valid") Fuzzed body) {
    JsonNode tree = tree(body.bytes());
    if (tree == null) return;
    Asked asked = readJson(operation, body.bytes());
    if (asked == null) return;
    boolean gemini = operation.dialect() == dev.serai.call.Dialect.GEMINI;
    if (!gemini) {
      assertThat(replaced(asked.model())).isEqualTo(replaced(tree.path("model").textValue()));
      boolean streams =
          operation == Operation.CHAT
              || operation == Operation.RESPONSES
              || operation == Operation.MESSAGES;
      assertThat(asked.stream()).isEqualTo(streams && tree.path("stream").asBoolean(false));
      if (tree.path("user").isTextual())
        assertThat(replaced(asked.endUser())).isEqualTo(replaced(tree.path("user").textValue()));
    } else if (tree.path("model").isTextual()) {
      assertThat(asked.model())
          .isEqualTo(tree.path("model").textValue().replaceFirst("^models/", ""));
    }
    assertThat(tree(edited(body.bytes(), asked))).as("still JSON").isNotNull();
  }

  @Property(tries = 2000)
  void theUsageOptionIsAllThatChangesOfAChatStream(@ForAll("valid") Fuzzed body) {
    JsonNode before = tree(body.bytes());
    Asked asked = read(Operation.CHAT, body.bytes());
    if (before == null || asked == null || !asked.usageOption().needed()) return;

    JsonNode after = tree(edited(body.bytes(), asked));

    assertThat(after).isNotNull();
    assertThat(after.path("stream_options").path("include_usage").asBoolean()).isTrue();
    ((com.fasterxml.jackson.databind.node.ObjectNode) after).remove("stream_options");
    ((com.fasterxml.jackson.databind.node.ObjectNode) before).remove("stream_options");
    assertThat(after).isEqualTo(before);
  }

  @Example
  void thePlacesAreThoseOfTheirOperations() {
    for (FuzzedPlace place : FuzzedPlace.values())
      assertThat(Endpoint.of("POST", place.target().split("[?]")[0], NO_HEADERS).operation())
          .isEqualTo(place.operation());
  }

  @Property(tries = 2000)
  void aPathIsKnownOrRefused(@ForAll("paths") String path) {
    for (String method : List.of("POST", "GET", "PUT")) {
      try {
        Endpoint endpoint = Endpoint.of(method, path, NO_HEADERS);
        assertThat(endpoint.operation()).isNotNull();
      } catch (Refusal refused) {
        assertThat(refused.reason())
            .isIn(
                Refusal.Reason.NOT_FOUND,
                Refusal.Reason.METHOD_NOT_ALLOWED,
                Refusal.Reason.BAD_REQUEST);
      }
      assertThat(Endpoint.likelyDialect(path, NO_HEADERS)).isNotNull();
    }
  }

  @Provide
  Arbitrary<String> paths() {
    String[] pieces = {
      "/",
      "v1",
      "/v1/",
      "v1beta",
      "/v1beta/models/",
      "/api",
      "models",
      "/models/",
      "m",
      ":",
      "%3A",
      "generateContent",
      "streamGenerateContent",
      "chat/completions",
      "messages",
      "/count_tokens",
      "budget",
      "/requests",
      "%",
      "%zz",
      "%00",
      "%0d%0a",
      "+",
      "..",
      ";",
      "é",
      "\n",
      " "
    };
    return Arbitraries.of(pieces).list().ofMaxSize(8).map(list -> "/" + String.join("", list));
  }

  /** Null when refused. */
  private static @Nullable Asked read(Operation operation, byte[] body) {
    boolean gemini = operation.dialect() == dev.serai.call.Dialect.GEMINI;
    try {
      return Requests.read(new Endpoint(operation, operation.dialect(), gemini ? "m" : ""), body);
    } catch (Refusal refused) {
      assertThat(refused.reason()).isEqualTo(Refusal.Reason.BAD_REQUEST);
      return null;
    }
  }

  /** What is JSON may only be refused for what it says. */
  private static @Nullable Asked readJson(Operation operation, byte[] json) {
    boolean gemini = operation.dialect() == dev.serai.call.Dialect.GEMINI;
    try {
      return Requests.read(new Endpoint(operation, operation.dialect(), gemini ? "m" : ""), json);
    } catch (Refusal refused) {
      assertThat(refused.getMessage()).matches("(?s)(Field '|The model ).*");
      return null;
    }
  }

  private static byte[] edited(byte[] body, Asked asked) {
    Asked.UsageOption option = asked.usageOption();
    if (!option.needed()) return body;
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return (text.substring(0, option.from()) + option.text() + text.substring(option.to()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable JsonNode tree(byte[] body) {
    try {
      return STRICT.readTree(body);
    } catch (IOException e) {
      return null;
    }
  }

  /** Half a character is none: UTF-8 has nothing for it. */
  private static String replaced(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static final Headers NO_HEADERS =
      new Headers() {
        @Override
        public @Nullable String get(String name) {
          return null;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
          return Collections.emptyIterator();
        }
      };
}
