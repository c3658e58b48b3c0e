package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pipeline.Gateway;
import dev.serai.pipeline.OpenReservations;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A fleet with prices and a limit whose providers misbehave for as long as a test likes: no breaker
 * opens, no retry budget is spent. A tenth of a mUSD for each token in, twice that for each one
 * out.
 */
final class FaultScene implements AutoCloseable {
  static final long NANOS_PER_INPUT_TOKEN = 100_000;

  private static final String TERMS =
      """
      limits: [ { scope: key, target: ci, measure: usd, window: total, cap: 10000 } ]
      prices:
        - { family: openai, match: m, usd-per-mtok: { input: 100, output: 200 } }
        - { family: anthropic, match: m, usd-per-mtok: { input: 100, output: 200 } }
        - { family: google, match: m, usd-per-mtok: { input: 100, output: 200 } }
      """;

  final Fleet fleet;
  private final OpenReservations reservations = new OpenReservations();
  private NothingLeft left;

  FaultScene() {
    this("{}");
  }

  /**
   * @param timeouts of the first's providers, as in {@code serai.yaml}
   */
  FaultScene(String timeouts, String... properties) {
    this(url -> url, timeouts, properties);
  }

  /**
   * @param road to a provider's address: another one that leads there
   */
  FaultScene(UnaryOperator<String> road, String timeouts, String... properties) {
    String[] all = Stream.concat(PATIENT.stream(), Stream.of(properties)).toArray(String[]::new);
    fleet = new Fleet(road, TERMS, timeouts, starter -> starter.beans(reservations), all);
    left = new NothingLeft(fleet.gateway, reservations, fleet.first, fleet.second);
  }

  private static final java.util.List<String> PATIENT =
      java.util.List.of(
          "serai.dispatch.breaker-calls",
          "100000",
          "serai.dispatch.breaker-minimum",
          "100000",
          "serai.dispatch.retries-per-second",
          "100000");

  /** Before each test. */
  void reset() {
    fleet.reset();
    left = new NothingLeft(fleet.gateway, reservations, fleet.first, fleet.second);
  }

  /** After each test: nothing is left of its calls, and each took from the limit. */
  void nothingLeft() throws Exception {
    left.check();
    assertThat(reservations.taken()).isPositive();
  }

  /** Every case of a fault in each dialect. */
  static <F> Stream<Arguments> inEachDialect(F[] faults) {
    return Stream.of(faults)
        .flatMap(fault -> Stream.of(Dialects.values()).map(d -> Arguments.of(fault, d)));
  }

  /** A good answer with this text in two pieces. */
  static Answer good(Dialects dialect, boolean stream, String first, String second) {
    return stream ? dialect.streamed("m", first, second) : dialect.reply("m", first + second);
  }

  Wire ask(Dialects dialect, boolean stream) throws Exception {
    return new Wire(fleet.gateway).send(request(dialect, stream));
  }

  static String request(Dialects dialect, boolean stream) {
    return Wire.post(dialect.path("m", stream), dialect.request("m", "hello", stream));
  }

  /** Calls that have not ended. */
  long running() {
    return fleet.gateway.bean(Gateway.class).activeCalls();
  }

  Map<String, Object> recordOf(Wire.Got got) {
    return Records.awaitOf(fleet.gateway, got.headers().get("x-serai-request-id"));
  }

  /** All bytes of an answer's body as one text. */
  static String text(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Answer.Step step : answer.body())
      if (step instanceof Answer.Step.Send(byte[] bytes))
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
    return text.toString();
  }

  @Override
  public void close() {
    fleet.close();
  }
}
