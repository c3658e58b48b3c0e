package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FaultyNetwork;
import dev.serai.testing.FaultyNetwork.End;
import dev.serai.testing.FaultyNetwork.Way;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A network that is slow or breaks, before the gateway and behind it. */
class FaultyNetworkTest {
  private static final Way SLOW = Way.FINE.latency(Duration.ofMillis(2)).pieces(100);

  private static final Map<String, FaultyNetwork> roads = new HashMap<>();
  private static FaultScene scene;
  private static FaultyNetwork toFirst;
  private static FaultyNetwork toGateway;

  @BeforeAll
  static void start() {
    scene =
        new FaultScene(
            url -> roads.computeIfAbsent(url, FaultyNetwork::before).url(), "{ idle: 500ms }");
    toFirst = roads.get(scene.fleet.first.baseUrl());
    toGateway = FaultyNetwork.before(scene.fleet.gateway.url());
  }

  @AfterAll
  static void stop() {
    scene.close();
    roads.values().forEach(FaultyNetwork::close);
    toGateway.close();
  }

  @BeforeEach
  void reset() {
    toFirst.out(Way.FINE).back(Way.FINE).reset();
    toGateway.out(Way.FINE).back(Way.FINE);
    scene.reset();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    scene.nothingLeft();
  }

  static Stream<Arguments> calls() {
    return Stream.of(Dialects.values())
        .flatMap(dialect -> Stream.of(true, false).map(stream -> Arguments.of(dialect, stream)));
  }

  private static Wire ask(Dialects dialect, boolean stream) throws Exception {
    return new Wire(URI.create(toGateway.url())).send(FaultScene.request(dialect, stream));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isOnlySlowWhenItIsSlow(Dialects dialect, boolean stream) throws Exception {
    Answer good = FaultScene.good(dialect, stream, "first", " second");
    scene.fleet.first.answer(good, good);
    String fast;
    try (Wire wire = ask(dialect, stream)) {
      fast = wire.read().body();
    }
    toFirst.out(SLOW).back(SLOW).reset();
    toGateway.out(SLOW).back(SLOW);

    try (Wire wire = ask(dialect, stream)) {
      Wire.Got got = wire.read();
      assertThat(got.body()).isEqualTo(fast);
      assertThat(scene.recordOf(got))
          .containsEntry("outcome", "served")
          .containsEntry("estimated", false);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void mayHaveDroppedAPooledConnectionUnheard(Dialects dialect, boolean stream) throws Exception {
    Answer good = FaultScene.good(dialect, stream, "first", " second");
    scene.fleet.first.otherwise(good);
    try (Wire wire = ask(dialect, stream)) {
      wire.read();
    }
    int before = toFirst.connections();
    toFirst.reset(); // the gateway may hear of it before its next request, or only then

    try (Wire wire = ask(dialect, stream)) {
      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.headers().get("x-serai-provider")).isEqualTo(Fleet.provider(dialect, "first"));
      assertThat(scene.recordOf(got)).containsEntry("outcome", "served");
    }
    assertThat(toFirst.connections()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void fallsBackWhenAProvidersRepliesAreSwallowedInTheirBody(Dialects dialect, boolean stream)
      throws Exception {
    Answer good = FaultScene.good(dialect, stream, "never", " seen");
    scene.fleet.first.otherwise(good);
    scene.fleet.second.otherwise(FaultScene.good(dialect, stream, "second", " here"));
    toFirst.back(Way.FINE.endsAt(110, End.SWALLOW)).reset();

    try (Wire wire = ask(dialect, stream)) {
      Wire.Got got = wire.read();
      assertThat(got.body()).contains("second").doesNotContain("never");
      assertThat(scene.recordOf(got))
          .containsEntry("outcome", "served")
          .containsEntry("provider", Fleet.provider(dialect, "second"));
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void ofAClientThatIsResetIsAClientThatLeft(Dialects dialect, boolean stream) throws Exception {
    scene.fleet.first.answer(Answer.silence());
    int records = Records.all(scene.fleet.gateway).size();

    try (Wire wire = ask(dialect, stream)) {
      scene.fleet.first.awaitRequest(1);
      toGateway.reset();
      assertThat(scene.fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    }

    Eventually.is("a record", () -> Records.all(scene.fleet.gateway).size() > records);
    assertThat(Records.last(scene.fleet.gateway))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left");
  }
}
