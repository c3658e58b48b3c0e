package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.dialects.Errors;
import dev.serai.pipeline.FakeLimits;
import dev.serai.pipeline.FakeReservation;
import dev.serai.pipeline.Gateway;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Streams that come to the end of what was reserved for them. */
@ExtendWith(OutputCaptureExtension.class)
class LimitedStreamsTest {
  /** Four bytes of text are counted as a token: a word each. */
  private static final String[] WORDS = {"one1", "two2", "thr3", "fou4", "fiv5", "six6"};

  private static final int ALL = 1 << 20;
  private static final FakeLimits LIMITS = new FakeLimits();
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = Fleet.with(starter -> starter.beans(LIMITS));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  private static FakeReservation reserve(long tokens) {
    FakeReservation reservation = new FakeReservation(tokens);
    LIMITS.reserve(reservation);
    return reservation;
  }

  private static Wire open(Dialects dialect) throws IOException {
    return new Wire(fleet.gateway)
        .send(Wire.post(dialect.path("m", true), dialect.request("m", "hello", true)));
  }

  private static List<String> events(Dialects dialect) {
    List<String> events = new ArrayList<>();
    for (Answer.Step step : dialect.streamed("m", WORDS).body())
      events.add(new String(((Answer.Step.Send) step).bytes(), StandardCharsets.UTF_8));
    return events;
  }

  /** The stream up to the end of the event with the word. */
  private static String upTo(Dialects dialect, String word) {
    StringBuilder text = new StringBuilder();
    for (String event : events(dialect)) {
      text.append(event);
      if (event.contains(word)) return text.toString();
    }
    throw new AssertionError(word);
  }

  private static String limitEnd(Dialects dialect, FakeReservation reservation, String id) {
    return new String(
        Errors.limitEnd(dialect.dialect(), reservation.exhausted(), id), StandardCharsets.UTF_8);
  }

  private static boolean endsProperly(Dialects dialect) {
    return dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES;
  }

  private static Stream<Arguments> cuts() {
    return Arrays.stream(Dialects.values())
        .flatMap(
            dialect ->
                Stream.of("\n", "\r\n", "\r")
                    .flatMap(
                        end ->
                            Stream.of(1, 7, 64, ALL)
                                .map(size -> Arguments.of(dialect, end, size))));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void endsAfterTheEventInWhichNothingWasLeftAndSaysWhy(
      Dialects dialect, String end, int size, CapturedOutput output) throws Exception {
    FakeReservation reservation = reserve(3).replenishedTo(3);
    String text = String.join("", events(dialect)).replace("\r\n", "\n").replace("\n", end);
    String served = upTo(dialect, "fou4").replace("\r\n", "\n").replace("\n", end);
    Answer answer = Answer.sse(text).sliced(size);
    fleet.first.answer(answer.stallAt(answer.length()));

    try (Wire wire = open(dialect)) {
      String id = wire.head().headers().get("x-serai-request-id");
      Wire.Streamed got = wire.streamed();

      // the line feed of a cut CRLF may be ours
      assertThat(lines(got.body())).isEqualTo(lines(served + limitEnd(dialect, reservation, id)));
      assertThat(got.whole()).isEqualTo(endsProperly(dialect));
      assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
      EndedCall ended = reservation.awaitSettled();
      assertThat(ended.outcome()).isEqualTo(new Outcome.Refused(Refusal.Reason.LIMIT_EXCEEDED));
      assertThat(ended.usage().outputTotal()).isEqualTo(4);
      assertThat(ended.usage().inputTotal()).isPositive();
      assertThat(ended.usage().estimated()).isTrue();
      assertThat(reservation.settlements()).isZero();
      assertThat(Records.awaitOf(fleet.gateway, id))
          .containsEntry("outcome", "refused")
          .containsEntry("reason", "budget_exceeded")
          .containsEntry("estimated", true);
    }
    assertThat(output).doesNotContain("was not read");
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenOtherReplicasGiveSomethingBack(Dialects dialect) throws Exception {
    FakeReservation reservation = reserve(3);
    fleet.first.answer(dialect.streamed("m", WORDS));

    try (Wire wire = open(dialect)) {
      wire.head();
      String before = wire.until("thr3");
      FakeReservation.Ask ask = reservation.awaitAsk();
      assertThat(ask.tokens()).isEqualTo(4);
      assertThat(before).doesNotContain("fou4");
      reservation.replenishedTo(100);
      ask.answer().complete(true);
      Wire.Streamed rest = wire.streamed();

      String all = String.join("", events(dialect));
      if (dialect == Dialects.OPENAI_CHAT) all = withoutUsage(dialect);
      assertThat(before + rest.body()).isEqualTo(all);
      assertThat(rest.whole()).isTrue();
      EndedCall ended = reservation.awaitSettled();
      assertThat(ended.outcome()).isEqualTo(new Outcome.Served(200));
      assertThat(ended.usage().outputTotal()).isEqualTo(Dialects.OUTPUT);
      assertThat(ended.usage().estimated()).isFalse();
    }
  }

  /** Without the chunk that the gateway has asked for and the client has not. */
  private static String withoutUsage(Dialects dialect) {
    List<String> events = events(dialect);
    events.removeIf(event -> event.contains("\"choices\":[]"));
    return String.join("", events);
  }

  private static Stream<Arguments> answers() {
    return Arrays.stream(Dialects.values())
        .flatMap(dialect -> Stream.of(true, false).map(more -> Arguments.of(dialect, more)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void losesNothingOfAStreamThatEndsWhileItWaits(Dialects dialect, boolean more) throws Exception {
    FakeReservation reservation = reserve(1);
    fleet.first.answer(Answer.sse(String.join("", events(dialect))));

    try (Wire wire = open(dialect)) {
      String id = wire.head().headers().get("x-serai-request-id");
      FakeReservation.Ask ask = reservation.awaitAsk();
      assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isFalse();
      if (more) reservation.replenishedTo(100);
      ask.answer().complete(more);
      Wire.Streamed got = wire.streamed();

      if (more && dialect == Dialects.OPENAI_CHAT)
        assertThat(got.body()).isEqualTo(withoutUsage(dialect));
      else if (more) assertThat(got.body()).isEqualTo(String.join("", events(dialect)));
      else
        assertThat(got.body())
            .isEqualTo(upTo(dialect, "two2") + limitEnd(dialect, reservation, id));
      assertThat(reservation.awaitSettled().outcome().word())
          .isEqualTo(more ? "served" : "refused");
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void tellsOfAStreamThatBreaksWhileItWaits(Dialects dialect, boolean more) throws Exception {
    FakeReservation reservation = reserve(1);
    Answer whole = Answer.sse(String.join("", events(dialect)));
    fleet.first.answer(whole.closeAt(upTo(dialect, "thr3").length()));

    try (Wire wire = open(dialect)) {
      wire.head();
      FakeReservation.Ask ask = reservation.awaitAsk();
      fleet.first.lastRequest().awaitEnding();
      if (more) reservation.replenishedTo(100);
      ask.answer().complete(more);
      Wire.Streamed got = wire.streamed();

      assertThat(got.body()).contains("two2").doesNotContain("fou4");
      assertThat(got.body()).contains(more ? "broke off" : FakeReservation.SENTENCE);
      assertThat(reservation.awaitSettled().outcome().word())
          .isEqualTo(more ? "failed" : "refused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void settlesOnceWhenTheClientLeavesWhileItWaits(Dialects dialect) throws Exception {
    FakeReservation reservation = reserve(1);
    Answer whole = Answer.sse(String.join("", events(dialect)));
    fleet.first.answer(whole.stallAt(whole.length()));

    FakeReservation.Ask ask;
    try (Wire wire = open(dialect)) {
      wire.head();
      ask = reservation.awaitAsk();
    }
    EndedCall ended = reservation.awaitSettled();
    ask.answer().complete(true);

    assertThat(ended.outcome()).isEqualTo(new Outcome.Abandoned("client_left"));
    assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    assertThat(fleet.client.get("/healthz").status()).isEqualTo(200);
    assertThat(reservation.settlements()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void cutsAStreamOfARevokedKeyWhileItWaits(Dialects dialect) throws Exception {
    FakeReservation reservation = reserve(1);
    fleet.first.answer(dialect.streamed("m", WORDS));

    try (Wire wire = open(dialect)) {
      wire.head();
      reservation.awaitAsk();
      fleet.gateway.bean(Gateway.class).cutKey(Keys.idOf(fleet.gateway, "ci"));

      assertThat(wire.streamed().body()).contains("revoked").doesNotContain("two2");
      assertThat(reservation.awaitSettled().outcome())
          .isEqualTo(new Outcome.Abandoned("key_revoked"));
    }
  }

  @Test
  void cutsACompressedStreamInWhichNothingCanBeSaid() throws Exception {
    FakeReservation reservation = reserve(3).replenishedTo(3);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(String.join("", events(Dialects.ANTHROPIC)).getBytes(StandardCharsets.UTF_8));
    }
    fleet.first.answer(
        Answer.sse(List.of(packed.toByteArray())).header("content-encoding", "gzip"));

    try (Wire wire = open(Dialects.ANTHROPIC)) {
      wire.head();
      assertThat(wire.streamed().whole()).isFalse();
    }
    assertThat(reservation.awaitSettled().outcome().word()).isEqualTo("refused");
  }

  @Test
  void cutsAStreamOfOneJsonTextInWhichNothingCanBeSaid() throws Exception {
    FakeReservation reservation = reserve(0).replenishedTo(0);
    String array =
        "[" + String.join(",\r\n", events(Dialects.GEMINI)).replace("data: ", "").strip() + "]";
    fleet.first.answer(Answer.sse(array).headerInstead("content-type", "application/json"));

    try (Wire wire =
        new Wire(fleet.gateway)
            .send(
                Wire.post(
                    "/v1beta/models/m:streamGenerateContent",
                    Dialects.GEMINI.request("m", "hello", true)))) {
      wire.head();
      Wire.Streamed got = wire.streamed();
      assertThat(got.whole()).isFalse();
      assertThat(got.body()).doesNotContain("data:");
    }
    assertThat(reservation.awaitSettled().outcome().word()).isEqualTo("refused");
  }

  @ParameterizedTest
  @EnumSource
  void neverAsksForAReplyThatIsNotStreamed(Dialects dialect) throws Exception {
    FakeReservation reservation = reserve(0);
    fleet.first.answer(dialect.reply("m", "all of it at once"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("all of it at once");
    assertThat(reservation.questions()).isZero();
    assertThat(reservation.awaitSettled().outcome().word()).isEqualTo("served");
  }

  @Test
  void waitsForASlowClientAndForMoreTogether() throws Exception {
    FakeReservation reservation = reserve(1).replenishedTo(Long.MAX_VALUE);
    byte[] comment = (": " + "x".repeat(64 * 1024 - 4) + "\n\n").getBytes(StandardCharsets.UTF_8);
    List<byte[]> pieces = new ArrayList<>();
    for (String event : events(Dialects.ANTHROPIC)) {
      pieces.add(event.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; event.contains("text_delta") && i < 100; i++) pieces.add(comment);
    }
    Answer answer = Answer.sse(pieces);
    fleet.first.answer(answer);

    try (Wire wire = open(Dialects.ANTHROPIC)) {
      wire.head();
      for (int i = 0; i < 3; i++) assertThat(fleet.client.get("/healthz").status()).isEqualTo(200);
      Wire.Streamed got = wire.streamed();
      assertThat(got.whole()).isTrue();
      assertThat(got.body()).hasSize(answer.length()).contains("six6");
    }
    assertThat(reservation.questions()).isEqualTo(WORDS.length - 1);
    assertThat(reservation.awaitSettled().outcome().word()).isEqualTo("served");
  }
}
