package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.ProbePermits;
import dev.serai.pipeline.Gateway;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.RecordedRequest;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that are the one probe of a half-open breaker: however they end, the breaker hears of it,
 * or the credential would not be asked again.
 */
class ProbesTest extends OnFaultScene {
  private ProbePermits permits;

  /** How a probe ends that says nothing about its credential. */
  enum Way {
    RATE_LIMITED,
    STALE,
    LEFT_BEFORE_THE_HEAD,
    LEFT_BEHIND_THE_HEAD,
    CUT
  }

  ProbesTest() {
    super(
        new FaultScene(
            "{}",
            "serai.gateway.loops",
            "1",
            "serai.gateway.hold-stream",
            "1h",
            "serai.dispatch.breaker-open",
            "1h",
            "serai.dispatch.breaker-probes",
            "1"));
  }

  /** Breakers are made when they are first asked. */
  @BeforeAll
  void makeBreakers() throws Exception {
    for (Dialects dialect : Dialects.values()) {
      scene.fleet.first.otherwise(dialect.error(429, "slowly"));
      scene.fleet.second.otherwise(dialect.error(429, "slowly"));
      assertThat(scene.fleet.client.ask(dialect, "m", false).status()).isEqualTo(429);
    }
    permits = ProbePermits.of(health());
    assertThat(states()).hasSize(9);
  }

  @BeforeEach
  void allAreHalfOpen() {
    permits.reset();
    assertThat(states()).containsOnly("half_open");
  }

  private CredentialHealth health() {
    return scene.fleet.gateway.bean(CredentialHealth.class);
  }

  private Collection<String> states() {
    return health().states().values();
  }

  private static boolean ofMain(RecordedRequest request) {
    return FallbackTest.credential(request).equals(Fleet.MAIN);
  }

  private void mainSays(Answer main, Dialects dialect, boolean stream) {
    Answer spare = FaultScene.good(dialect, stream, "from the ", "spare");
    scene.fleet.first.otherwise(request -> ofMain(request) ? main : spare);
  }

  static Stream<Arguments> ways() {
    return FaultScene.inEachDialect(Way.values())
        .flatMap(
            each ->
                Stream.of(true, false)
                    .map(stream -> Arguments.of(each.get()[0], each.get()[1], stream)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aProbeThatSaysNothingIsFollowedByAnother(Way way, Dialects dialect, boolean stream)
      throws Exception {
    happens(way, dialect, stream);
    Eventually.is("no probe underway", () -> permits.underway() == 0);
    mainSays(FaultScene.good(dialect, stream, "main", " again"), dialect, stream);

    Client.Got got = scene.fleet.client.ask(dialect, "m", stream);

    assertThat(got.text()).contains("main");
    assertThat(got.header("x-serai-attempts")).isEqualTo("1");
    assertThat(states()).contains("closed").doesNotContain("open");
  }

  private void happens(Way way, Dialects dialect, boolean stream) throws Exception {
    Answer good = FaultScene.good(dialect, stream, "never", " seen");
    switch (way) {
      case RATE_LIMITED -> {
        mainSays(dialect.error(429, "slowly"), dialect, stream);
        assertThat(scene.fleet.client.ask(dialect, "m", stream).text()).contains("spare");
      }
      case STALE -> stale(dialect, stream);
      case LEFT_BEFORE_THE_HEAD -> left(gate -> good.headAfter(gate), dialect, stream, false);
      case LEFT_BEHIND_THE_HEAD ->
          left(gate -> good.stallAt(9).gateAt(9, gate), dialect, stream, false);
      case CUT -> left(gate -> good.headAfter(gate), dialect, stream, true);
    }
  }

  /** Were the first permit not given back, the repetition would not be let through. */
  private void stale(Dialects dialect, boolean stream) throws Exception {
    mainSays(dialect.reply("m", "warm"), dialect, false);
    assertThat(scene.fleet.client.ask(dialect, "m", false).text()).contains("warm");
    permits.reset();
    mainSays(FaultScene.good(dialect, stream, "on another", " one"), dialect, stream);
    scene.fleet.first.answer(Answer.reset());

    assertThat(scene.fleet.client.ask(dialect, "m", stream).text()).contains("on another");
    permits.reset();
  }

  private void left(Function<Gate, Answer> held, Dialects dialect, boolean stream, boolean cut)
      throws Exception {
    Gate gate = new Gate();
    scene.fleet.first.answer(held.apply(gate));
    try (Wire wire = scene.ask(dialect, stream)) {
      gate.awaitReached();
      assertThat(permits.underway()).isEqualTo(1);
      if (cut) {
        scene.fleet.gateway.bean(Gateway.class).cutKey(Keys.idOf(scene.fleet.gateway, "ci"));
        assertThat(wire.read().status()).isEqualTo(401);
      }
    }
    assertThat(scene.fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
  }

  /** Each in another dialect than the one before: to a breaker they are the same. */
  static Stream<Arguments> faults() {
    Dialects[] dialects = Dialects.values();
    return Stream.of(BeforeContent.values())
        .map(fault -> Arguments.of(fault, dialects[fault.ordinal() % dialects.length]));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aProbeThatFailsOpensTheBreakerAgain(BeforeContent fault, Dialects dialect) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      mainSays(fault.of(dialect, stream), dialect, stream);

      assertThat(scene.fleet.client.ask(dialect, "m", stream).text()).contains("spare");
      assertThat(states()).containsOnlyOnce("open");
      permits.reset();
    }
  }

  static Stream<Arguments> brokenStreams() {
    return FaultScene.inEachDialect(AfterContent.values())
        .filter(each -> !((AfterContent) each.get()[0]).name().startsWith("SILENT"));
  }

  @ParameterizedTest
  @MethodSource("brokenStreams")
  void aProbeThatHasShownContentClosesTheBreaker(AfterContent fault, Dialects dialect)
      throws Exception {
    Gate gate = new Gate();
    scene.fleet.first.otherwise(fault.of(dialect, gate));

    try (Wire wire = scene.ask(dialect, true)) {
      wire.head();
      wire.until(fault.lastRead());
      assertThat(permits.underway()).isZero();
      assertThat(states()).containsOnlyOnce("closed");
      gate.open();
      wire.streamed();
    }

    assertThat(states()).containsOnlyOnce("closed");
  }

  @ParameterizedTest
  @EnumSource
  void whoComesMeanwhileIsServedByTheNextCredential(Dialects dialect) throws Exception {
    Gate gate = new Gate();
    mainSays(dialect.reply("m", "main itself").headAfter(gate), dialect, false);

    try (Wire probe = scene.ask(dialect, false)) {
      gate.awaitReached();
      Client.Got other = scene.fleet.client.ask(dialect, "m", false);
      assertThat(other.text()).contains("spare");
      assertThat(Records.of(scene.fleet.gateway, other).get("attempt_list").toString())
          .contains("breaker_open");
      gate.open();
      assertThat(probe.read().body()).contains("main itself");
    }
  }
}
