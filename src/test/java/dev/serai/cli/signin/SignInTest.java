package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private final TokenEndpoint keycloak = new TokenEndpoint();
  private final SettableTime time = new SettableTime();
  private final MemoryStore store = new MemoryStore();

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private SignIn signIn() {
    store.save("refresh-0");
    return new SignIn(keycloak.realm(), store, new Wire(), time);
  }

  private List<String> refreshed() {
    return keycloak.asked().stream().map(asked -> asked.form().get("refresh_token")).toList();
  }

  @Test
  void aTokenIsUsedUntilAMinuteBeforeItsEnd() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "refresh-1").thenTokens("a2", "refresh-2");

    assertThat(signIn.get()).isEqualTo("a1");
    time.pass(Duration.ofSeconds(240));
    assertThat(signIn.get()).isEqualTo("a1");
    time.pass(Duration.ofSeconds(1));
    assertThat(signIn.get()).isEqualTo("a2");
    assertThat(refreshed()).containsExactly("refresh-0", "refresh-1");
    assertThat(store.load()).contains("refresh-2");
  }

  @Test
  void aTokenOfHalfAMinuteIsUsedForHalfOfIt() {
    SignIn signIn = signIn();
    String brief = keycloak.tokens("a1", "r", "").replace("300", "30");
    keycloak.then(200, brief).thenTokens("a2", "r");

    signIn.get();
    time.pass(Duration.ofSeconds(15));
    assertThat(signIn.get()).isEqualTo("a1");
    time.pass(Duration.ofSeconds(1));
    assertThat(signIn.get()).isEqualTo("a2");
  }

  @Test
  void aMachineThatSleptRefreshesAtOnce() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").thenTokens("a2", "r2").thenTokens("a3", "r3");

    signIn.get();
    time.sleep(Duration.ofHours(2));
    assertThat(signIn.get()).isEqualTo("a2");
    time.sleep(Duration.ofHours(-2)); // a clock that was set back
    assertThat(signIn.get()).isEqualTo("a3");
    assertThat(signIn.get()).isEqualTo("a3");
  }

  @Test
  void manyWhoNeedATokenRefreshItOnce() throws Exception {
    SignIn signIn = signIn();
    CountDownLatch all = new CountDownLatch(100);
    keycloak.then(
        _ -> {
          await(all);
          return new TokenEndpoint.Reply(200, keycloak.tokens("a1", "r1", ""));
        });
    Callable<String> asks =
        () -> {
          all.countDown();
          return signIn.get();
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> got =
          threads.invokeAll(IntStream.range(0, 100).mapToObj(_ -> asks).toList());
      for (Future<String> each : got) assertThat(each.get()).isEqualTo("a1");
    }
    assertThat(keycloak.asked()).hasSize(1);
  }

  @Test
  void aTokenThatTheGatewayRefusedIsRenewedOnceForAllWhoCarriedIt() throws Exception {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").thenTokens("a2", "r2").thenTokens("a3", "r3");
    String refused = signIn.get();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> renews = () -> signIn.insteadOf(refused);
      for (Future<String> each :
          threads.invokeAll(IntStream.range(0, 100).mapToObj(_ -> renews).toList()))
        assertThat(each.get()).isEqualTo("a2");
    }

    assertThat(signIn.get()).isEqualTo("a2");
    assertThat(keycloak.asked()).hasSize(2);
    assertThat(signIn.insteadOf("a2")).isEqualTo("a3");
  }

  @Test
  void aRefusedTokenIsNoGoodWhileKeycloakIsAway() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").then(503, "").thenTokens("a2", "r2");
    signIn.get();

    assertThatThrownBy(() -> signIn.insteadOf("a1"))
        .isInstanceOfSatisfying(
            SignInFailure.class, failure -> assertThat(failure.isOver()).isFalse());
    assertThat(signIn.get()).isEqualTo("a2");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRefusedRefreshSaysToSignInAgainAndAsksNoMore() {
    SignIn signIn = signIn();
    keycloak.then(
        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token is not active\"}");

    for (int i = 0; i < 3; i++)
      assertThatThrownBy(signIn::get)
          .isInstanceOfSatisfying(
              SignInFailure.class,
              failure -> {
                assertThat(failure.isOver()).isTrue();
                assertThat(failure.advice())
                    .contains(
                        "Keycloak says: invalid_grant: Token is not active", "try: serai login");
              });
    assertThat(keycloak.asked()).hasSize(1);
    assertThat(store.load()).isEmpty();
  }

  @Test
  void aKeycloakThatIsAwayForAMomentDisturbsNobodyWhoseTokenIsGood() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").then(503, "").then(503, "").thenTokens("a2", "r2");

    signIn.get();
    time.pass(Duration.ofSeconds(250));
    assertThat(signIn.get()).isEqualTo("a1");
    time.pass(Duration.ofSeconds(48));
    assertThatThrownBy(signIn::get)
        .isInstanceOfSatisfying(
            SignInFailure.class, failure -> assertThat(failure.isOver()).isFalse());
    assertThat(signIn.get()).isEqualTo("a2");
  }

  @Test
  void oneThatIsKeptFreshIsRefreshedWithoutBeingAskedUntilItEnds() {
    SignIn signIn = signIn();
    keycloak
        .thenTokens("a1", "r1")
        .thenTokens("a2", "r2")
        .then(503, "")
        .then(400, "{\"error\":\"invalid_grant\"}");

    signIn.get();
    signIn.stayFresh();

    assertThat(keycloak.asked()).hasSize(4);
    assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(210 + 225).toNanos());
    assertThatThrownBy(signIn::get).hasMessage("the sign-in has ended");
  }

  @Test
  void whatIsInMemoryAloneIsRevokedWhenItIsClosed() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").then(200, "");
    signIn.get();

    signIn.close();

    TokenEndpoint.Asked last = keycloak.asked().getLast();
    assertThat(last.path()).isEqualTo("/revoke");
    assertThat(last.form()).containsEntry("token", "r1").containsEntry("client_id", "cli");
    assertThatThrownBy(signIn::get).hasMessage("not signed in any more");
    assertThat(keycloak.asked()).hasSize(2);
  }

  @Test
  void whatAnotherCommandRotatedIsTakenFromWhereItIsKept() {
    SignIn signIn = signIn();
    keycloak.thenTokens("a1", "r1").thenTokens("a2", "r2");
    signIn.get();

    store.save("of another command");
    time.pass(Duration.ofMinutes(5));
    signIn.get();

    assertThat(refreshed()).containsExactly("refresh-0", "of another command");
  }
}
