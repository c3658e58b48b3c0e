package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.limits.Enforcement;
import dev.serai.pipeline.FakeLimits;
import dev.serai.pipeline.FakeReservation;
import dev.serai.pipeline.Gateway;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Step 4 around whatever the limits say, and what becomes of a reservation. */
class EnforcementTest {
  private static final String GUARD =
      """
      - route:
          from:
            uri: direct:before-dispatch
            steps:
              - choice:
                  when:
                    - simple: "${header.x-guard} == 'no'"
                      steps:
                        - throwException: { exceptionType: "dev.serai.call.Refusal", message: "not today" }
                    - simple: "${header.x-guard} == 'ask'"
                      steps:
                        - to: { uri: "{{team.guard.url}}" }
      """;
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);
  private static final String PATH = Dialects.OPENAI_CHAT.path("m", false);

  private static final FakeLimits LIMITS = new FakeLimits();
  private static Fleet fleet;

  private FakeReservation reservation;
  private AtomicInteger weighed;
  private CountDownLatch waits;
  private CompletableFuture<Void> answer;

  @BeforeAll
  static void start() {
    fleet =
        Fleet.with(
            starter ->
                starter
                    .beans(LIMITS)
                    .routes(Map.of("guard.camel.yaml", GUARD))
                    .property("team.guard.url", "http://127.0.0.1:1"));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    reservation = new FakeReservation(Long.MAX_VALUE);
    weighed = new AtomicInteger();
    waits = new CountDownLatch(1);
    answer = new CompletableFuture<>();
    LIMITS.reserve(reservation).decide(call -> call);
  }

  /** The first look says wait, every further one passes. */
  private void waitOnce() {
    LIMITS.enforce(
        call -> {
          if (weighed.incrementAndGet() > 1)
            return new Enforcement.Passed(call.withReservation(reservation));
          waits.countDown();
          return new Enforcement.Waiting(answer);
        });
  }

  private void awaitWaiting() throws InterruptedException {
    assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static CompletableFuture<Client.Got> asking(Dialects dialect) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return fleet.client.ask(dialect, "m", false);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void isSettledOnce(String outcome) {
    EndedCall ended = reservation.awaitSettled();
    assertThat(ended.outcome().word()).isEqualTo(outcome);
    assertThat(ended.call().reservation()).isSameAs(reservation);
    assertThat(Records.awaitOf(fleet.gateway, ended.call().id())).containsEntry("outcome", outcome);
    assertThat(reservation.settlements()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void servesACallOnceTheAnswerIsInThatItWaitedFor(Dialects dialect) throws Exception {
    waitOnce();
    fleet.first.otherwise(dialect.reply("m", "served"));

    CompletableFuture<Client.Got> got = asking(dialect);
    awaitWaiting();
    assertThat(fleet.client.get("/healthz").status()).isEqualTo(200);
    assertThat(fleet.first.requests()).isEmpty();
    answer.complete(null);

    assertThat(got.get(20, TimeUnit.SECONDS).text()).contains("served");
    assertThat(weighed).hasValue(2);
    isSettledOnce("served");
  }

  @Test
  void decidesFromMemoryWhenNoAnswerComesInTime() throws Exception {
    LIMITS
        .enforce(call -> new Enforcement.Waiting(answer))
        .decide(
            call -> {
              throw new Refusal(Refusal.Reason.LIMIT_EXCEEDED, FakeReservation.SENTENCE);
            });

    Client.Got got = fleet.client.post(PATH, BODY);

    assertThat(got.status()).isEqualTo(402);
    assertThat(got.text()).contains(FakeReservation.SENTENCE);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "budget_exceeded")
        .containsEntry("key_id", Keys.idOf(fleet.gateway, "ci"));
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void answersWhenTheLimitsFail() throws Exception {
    LIMITS.enforce(
        call -> {
          throw new IllegalStateException("broken on purpose");
        });
    assertThat(fleet.client.post(PATH, BODY).status()).isEqualTo(500);

    LIMITS.enforce(
        call -> {
          if (weighed.incrementAndGet() > 1) throw new IllegalStateException("broken on purpose");
          return new Enforcement.Waiting(CompletableFuture.completedFuture(null));
        });
    assertThat(fleet.client.post(PATH, BODY).status()).isEqualTo(500);
  }

  @Test
  void takesNothingForAClientThatLeftWhileItWaited() throws Exception {
    waitOnce();
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(Wire.post(PATH, BODY));
      awaitWaiting();
    }
    awaitIdle();
    answer.complete(null);

    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "next"));
    assertThat(fleet.client.post(PATH, BODY).status()).isEqualTo(200);
    assertThat(weighed).as("only the next call was weighed after that").hasValue(2);
    isSettledOnce("served");
    assertThat(fleet.first.requests()).hasSize(1);
  }

  @Test
  void tellsAClientWhoseKeyIsRevokedWhileItWaits() throws Exception {
    waitOnce();
    CompletableFuture<Client.Got> got = asking(Dialects.ANTHROPIC);
    awaitWaiting();

    fleet.gateway.bean(Gateway.class).cutKey(Keys.idOf(fleet.gateway, "ci"));

    assertThat(got.get(20, TimeUnit.SECONDS).status()).isEqualTo(401);
    assertThat(reservation.settlements()).isZero();
  }

  private static void awaitIdle() {
    Gateway gateway = fleet.gateway.bean(Gateway.class);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (gateway.activeCalls() > 0 && System.nanoTime() < deadline) Thread.onSpinWait();
    assertThat(gateway.activeCalls()).isZero();
  }

  @Test
  void settlesWhatALaterStepRefuses() throws Exception {
    Client.Got got = fleet.client.post(PATH, BODY, "x-guard", "no");

    assertThat(got.text()).contains("not today");
    isSettledOnce("refused");
  }

  @Test
  void settlesWhatAFailingCheckRefuses() throws Exception {
    assertThat(fleet.client.post(PATH, BODY, "x-guard", "ask").status()).isEqualTo(500);
    isSettledOnce("failed");
  }

  @Test
  void settlesWhatIsCutBetweenLimitsAndDispatch() throws Exception {
    LIMITS.enforce(
        call -> {
          call.cancellation().cancel("client_left");
          return new Enforcement.Passed(call.withReservation(reservation));
        });

    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(Wire.post(PATH, BODY));
      isSettledOnce("abandoned");
    }
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void settlesWhatNoProviderCouldServe() throws Exception {
    fleet.first.otherwise(Answer.reset());
    fleet.second.otherwise(Answer.reset());

    assertThat(fleet.client.post(PATH, BODY).status()).isEqualTo(503);
    isSettledOnce("failed");
  }

  @Test
  void settlesWhatIsCutWhileAProviderIsAsked() throws Exception {
    Gate gate = new Gate();
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "late").headAfter(gate));
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(Wire.post(PATH, BODY));
      gate.awaitReached();
    }

    isSettledOnce("abandoned");
  }
}
