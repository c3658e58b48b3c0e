package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.call.Cost;
import dev.serai.call.Operation;
import dev.serai.call.Usage;
import dev.serai.features.Replay.Exchange;
import dev.serai.testing.Fixture;
import dev.serai.testing.RecordedFigures;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded exchange goes through the whole gateway over sockets: what the provider said
 * arrives byte for byte, and usage and cost in the database are what was recorded.
 */
class FixturesReplayTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** These say with status 400 that the key is wrong: ours to mend, like a 401. */
  private static final Set<String> BAD_KEY_AS_400 =
      Set.of(
          "gemini/gemini--error-400--e88c87a3.json",
          "openai-responses/xai--error-400--b950d298.json");

  /** About the provider's own machines; everything else that was recorded may pass. */
  private static final Set<String> HEADERS_KEPT_BACK =
      Set.of("x-envoy-upstream-service-time", "x-ms-served-model");

  /** The name of an Azure deployment, which no price row knows. */
  private static final String DEPLOYMENT = "openllmetry-testing";

  private static Map<Fixture, List<Exchange>> exchanges;

  @BeforeAll
  static void replay() {
    List<Fixture> fixtures = Fixture.of("openai-chat", "openai-responses", "anthropic", "gemini");
    try (Replay replay = new Replay()) {
      exchanges = replay.all(fixtures).stream().collect(Collectors.groupingBy(Exchange::fixture));
    }
  }

  @AfterAll
  static void forget() {
    exchanges = null;
  }

  @Test
  void thereIsMuchToReplay() {
    assertThat(exchanges).hasSizeGreaterThan(400);
    assertThat(exchanges.values().stream().filter(runs -> runs.size() == 8).count())
        .as("streams, whole and in pieces of 1 to 7 bytes")
        .isGreaterThan(120);
  }

  @TestFactory
  Stream<DynamicTest> replays() {
    return exchanges.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(Fixture::name)))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().name(),
                    () -> entry.getValue().forEach(FixturesReplayTest::check)));
  }

  private static void check(Exchange exchange) {
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(exchange.sent()).as("requests to the provider").hasSize(1);
    softly.assertThat(exchange.got()).as("reply in pieces of %d", exchange.slice()).isNotNull();
    softly.assertThat(exchange.row()).as("usage record").isNotEmpty();
    softly.assertAll();
    checkRequest(exchange, softly);
    if (credentialRefused(exchange.fixture())) checkHiddenRefusal(exchange, softly);
    else checkReply(exchange, softly);
    checkOutcome(exchange, softly);
    checkFigures(exchange, softly);
    try {
      softly.assertAll();
    } catch (AssertionError e) {
      throw new AssertionError("in pieces of " + exchange.slice() + ": " + e.getMessage(), e);
    }
  }

  private static boolean credentialRefused(Fixture fixture) {
    return fixture.status() == 401
        || fixture.status() == 403
        || BAD_KEY_AS_400.contains(fixture.name());
  }

  /** The provider is asked in the client's bytes; only a chat stream is made to tell its usage. */
  private static void checkRequest(Exchange exchange, SoftAssertions softly) {
    RecordedRequest sent = exchange.sent().getFirst();
    JsonNode asked = exchange.fixture().request();
    if (!usageAdded(exchange.fixture())) {
      softly.assertThat(sent.text()).as("request").isEqualTo(asked.toString());
      return;
    }
    ObjectNode more = asked.deepCopy();
    more.withObject("/stream_options").put("include_usage", true);
    softly.assertThat(tree(sent.body())).as("request").isEqualTo(more);
  }

  private static boolean usageAdded(Fixture fixture) {
    JsonNode asked = fixture.request();
    return fixture.operation() == Operation.CHAT
        && asked.path("stream").asBoolean()
        && !asked.at("/stream_options/include_usage").asBoolean();
  }

  private static void checkReply(Exchange exchange, SoftAssertions softly) {
    Fixture fixture = exchange.fixture();
    Client.Got got = exchange.got();
    softly.assertThat(got.status()).as("status").isEqualTo(fixture.status());
    softly.assertThat(got.text()).as("reply").isEqualTo(text(replyFor(fixture)));
    softly.assertThat(got.body()).as("bytes").isEqualTo(replyFor(fixture));
    fixture
        .replyHeaders()
        .forEach(
            (name, value) ->
                softly
                    .assertThat(got.header(name))
                    .as(name)
                    .isEqualTo(HEADERS_KEPT_BACK.contains(name) ? "" : value));
    String cost = got.header("x-serai-cost-usd");
    boolean told = !fixture.streamed() && fixture.status() == 200 && priced(exchange);
    softly.assertThat(!cost.isEmpty()).as("has a cost header").isEqualTo(told);
    if (told)
      softly
          .assertThat(new BigDecimal(cost))
          .as("cost header")
          .isEqualByComparingTo(BigDecimal.valueOf((long) exchange.row().get("cost_nanos"), 9));
  }

  private static boolean priced(Exchange exchange) {
    return !"".equals(exchange.row().get("price_version"));
  }

  private static byte[] replyFor(Fixture fixture) {
    if (fixture.status() >= 400)
      return text(fixture.reply())
          .replaceAll("\\b(org[-_]|proj_)REDACTED", "$1***")
          .getBytes(StandardCharsets.UTF_8);
    return fixture.streamed() && usageAdded(fixture)
        ? fixture.replyWithoutUsageChunk()
        : fixture.reply();
  }

  /** Our provider key is none of the client's business: a 502, and nothing of what was said. */
  private static void checkHiddenRefusal(Exchange exchange, SoftAssertions softly) {
    softly.assertThat(exchange.got().status()).as("status").isEqualTo(502);
    softly
        .assertThat(exchange.got().header("x-serai-refusal"))
        .as("refusal")
        .isEqualTo("provider_misconfigured");
    softly.assertThat(tree(exchange.got().body()).has("error")).as("error").isTrue();
    softly
        .assertThat(exchange.got().text())
        .doesNotContain(text(exchange.fixture().reply()).strip())
        .doesNotContainIgnoringCase("invalid");
  }

  private static void checkOutcome(Exchange exchange, SoftAssertions softly) {
    Fixture fixture = exchange.fixture();
    Map<String, Object> row = exchange.row();
    String reason = reason(fixture);
    softly
        .assertThat(row.get("outcome"))
        .as("outcome")
        .isEqualTo(reason.isEmpty() ? "served" : "failed");
    softly.assertThat(row.get("reason")).as("reason").isEqualTo(reason);
    softly.assertThat(row.get("status")).as("status").isEqualTo(exchange.got().status());
    softly.assertThat(row.get("attempts")).as("attempts").isEqualTo(1);
    softly.assertThat(row.get("provider")).as("provider").isEqualTo(Replay.provider(fixture));
    softly.assertThat(row.get("operation")).as("operation").isEqualTo(fixture.operation().kind());
    String dialect = fixture.operation().dialect().id();
    softly.assertThat(row.get("client_dialect")).as("client's dialect").isEqualTo(dialect);
    softly.assertThat(row.get("provider_dialect")).as("provider's dialect").isEqualTo(dialect);
    softly.assertThat(row.get("requested_model")).as("requested").isEqualTo(fixture.askedModel());
    softly.assertThat(row.get("model")).as("model").isEqualTo(fixture.askedModel());
    checkServedModel(fixture, (String) row.get("served_model"), softly);
  }

  private static void checkServedModel(Fixture fixture, String served, SoftAssertions softly) {
    String named = fixture.expected().path("model").asText("");
    if (fixture.status() == 200 && !named.isEmpty())
      softly.assertThat(served).as("served").isEqualTo(named);
    else if (fixture.errorInStream().isEmpty())
      softly.assertThat(served).as("served").isEqualTo(fixture.askedModel());
    // what broke off has no expectation, though its first event may name the model
  }

  private static String reason(Fixture fixture) {
    if (credentialRefused(fixture)) return "provider_misconfigured";
    if (fixture.status() == 429 || fixture.status() >= 500) return "status";
    return fixture.errorInStream();
  }

  private static void checkFigures(Exchange exchange, SoftAssertions softly) {
    Fixture fixture = exchange.fixture();
    Usage usage = usage(exchange.row());
    Cost cost =
        new Cost(
            (long) exchange.row().get("cost_nanos"), (String) exchange.row().get("price_version"));
    if (fixture.status() != 200) {
      softly.assertThat(usage).as("usage of an error").isEqualTo(Usage.NONE);
      softly.assertThat(cost).as("cost of an error").isEqualTo(Cost.FREE);
      return;
    }
    RecordedFigures.check(fixture, usage, softly);
    JsonNode expected = fixture.expected();
    if (usage.equals(Usage.NONE)) {
      softly.assertThat(expected.at("/cost/usd").asDouble()).as("cost of nothing").isZero();
      softly.assertThat(cost).as("cost of nothing").isEqualTo(Cost.FREE);
    } else if (expected.has("cost")) {
      RecordedFigures.check(fixture, cost, softly);
    } else if (Replay.provider(fixture).equals("others")
        || (expected.path("usage").isObject() && !expected.has("error"))) {
      softly.assertThat(cost).as("cost without a row").isEqualTo(Cost.UNKNOWN);
    } else if (!fixture.errorInStream().isEmpty() && expected.path("text").asText().isEmpty()) {
      softly.assertThat(usage.inputTotal() + usage.outputTotal()).as("refused in stream").isZero();
    } else if (DEPLOYMENT.equals(fixture.askedModel())) {
      softly.assertThat(cost.nanos()).as("cost of an estimate").isPositive();
      softly.assertThat(cost.priceVersion()).as("row by the reply's name").contains("openai:gpt-");
    }
  }

  private static Usage usage(Map<String, Object> row) {
    return new Usage(
        (long) row.get("input_tokens"),
        (long) row.get("input_audio_tokens"),
        (long) row.get("cache_read_tokens"),
        (long) row.get("cache_read_audio_tokens"),
        (long) row.get("cache_write_5m_tokens"),
        (long) row.get("cache_write_1h_tokens"),
        (long) row.get("output_tokens"),
        (long) row.get("reasoning_tokens"),
        (long) row.get("output_audio_tokens"),
        (long) row.get("web_searches"),
        (boolean) row.get("estimated"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text(json), e);
    }
  }
}
