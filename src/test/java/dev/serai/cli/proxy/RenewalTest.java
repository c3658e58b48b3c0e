package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.proxy.Seen.Refusal;
import dev.serai.testing.Answer;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTest {
  private static final int CROWD = 100;

  private final AtomicReference<String> token = new AtomicReference<>("first");
  private final AtomicInteger renewals = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  private ProxyUnderTest rig() {
    return new ProxyUnderTest(
        () -> {
          asked.incrementAndGet();
          return token.get();
        },
        refused -> {
          token.set("renewed-" + renewals.incrementAndGet());
          return token.get();
        });
  }

  private static Answer refused(String code, String sentence) {
    return Answer.json(401, "{\"error\":{\"message\":\"" + sentence + "\",\"code\":\"x\"}}")
        .header("x-serai-refusal", code)
        .header("x-should-retry", "false");
  }

  private static Answer onlyFor(RecordedRequest request, String good) {
    return request.header("authorization").orElse("").equals("Bearer " + good)
        ? Answer.json(200, "{}")
        : refused("token_expired", "over");
  }

  /** All connected before the first asks. */
  private static List<Integer> crowd(ProxyUnderTest rig, String text) throws Exception {
    CountDownLatch ready = new CountDownLatch(CROWD);
    Callable<Integer> one =
        () -> {
          try (RawClient client = rig.client()) {
            ready.countDown();
            ready.await();
            return client.send(text).read().status();
          }
        };
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) running.add(threads.submit(one));
      for (Future<Integer> each : running) statuses.add(each.get(30, TimeUnit.SECONDS));
    }
    return statuses;
  }

  @Test
  void aHundredProviderRefusalsRenewNothing() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(
          Answer.json(401, "{\"error\":{\"message\":\"token_expired\",\"code\":\"token_expired\"}}")
              .header("www-authenticate", "Bearer error=\"invalid_token\""));

      assertThat(crowd(rig, rig.post("/v1/messages", "{}"))).hasSize(CROWD).containsOnly(401);

      assertThat(renewals).hasValue(0);
      assertThat(asked).hasValue(CROWD);
      assertThat(rig.upstream.requests()).hasSize(CROWD);
      assertThat(rig.proxy.seen()).isEqualTo(new Seen(CROWD, null));
    }
  }

  @Test
  void aHundredExpiredTokensRenewOnceAndNobodySeesIt() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(request -> onlyFor(request, "renewed-1"));

      assertThat(crowd(rig, rig.post("/v1/messages", "{\"a\":1}")))
          .hasSize(CROWD)
          .containsOnly(200);

      assertThat(renewals).hasValue(1);
      assertThat(rig.upstream.requests()).allMatch(request -> request.text().equals("{\"a\":1}"));
      assertThat(rig.proxy.seen().lastRefusal()).isNull();
    }
  }

  @Test
  void aGatewayThatTakesNoTokenIsAskedTwiceAndRenewsOnce() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(refused("token_expired", "The access token is over."));

      assertThat(crowd(rig, rig.post("/v1/messages", "{}"))).containsOnly(401);

      assertThat(renewals).hasValue(1);
      assertThat(rig.proxy.seen().lastRefusal())
          .isEqualTo(new Refusal("token_expired", "The access token is over."));
    }
  }

  @Test
  void aTokenThatSomebodyElseRenewedIsTaken() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(
          request -> {
            token.set("ahead");
            return onlyFor(request, "ahead");
          });

      assertThat(rig.send(rig.get("/v1/models")).status()).isEqualTo(200);

      assertThat(renewals).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_ended", "session_required", "key_revoked", "token_invalid"})
  void otherRefusalsPassThroughAndAreRemembered(String code) throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(refused(code, "Session \\\"a\\\" was revoked by b\\u00fc."));

      RawClient.Got got = rig.send(rig.get("/v1/models"));

      assertThat(got.status()).isEqualTo(401);
      assertThat(got.body()).contains("was revoked by b\\u00fc.");
      assertThat(got.header("x-serai-refusal")).isEqualTo(code);
      assertThat(renewals).hasValue(0);
      assertThat(rig.upstream.requests()).hasSize(1);
      assertThat(rig.proxy.seen())
          .isEqualTo(new Seen(1, new Refusal(code, "Session \"a\" was revoked by b\u00fc.")));
    }
  }

  @Test
  void aBodyThatIsTooLargeToKeepIsAskedForAgain() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream.otherwise(request -> onlyFor(request, "renewed-1"));
      String large = rig.post("/v1/messages", "x".repeat(3 << 20));

      RawClient.Got got = rig.send(large);

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.header("x-should-retry")).isEmpty();
      assertThat(got.body()).startsWith("{\"type\":\"error\"").contains("Send it again");
      assertThat(rig.send(large).status()).isEqualTo(200);
      assertThat(renewals).hasValue(1);
    }
  }

  @Test
  void aSignInThatHasEndedIsSaidToTheToolInItsOwnWords() throws Exception {
    try (ProxyUnderTest rig =
        new ProxyUnderTest(
            () -> {
              throw new NoToken("You were signed out at 12:04. Run serai login.", false);
            },
            refused -> "")) {
      RawClient.Got got = rig.send(rig.post("/v1/messages", "{}"));

      assertThat(got.status()).isEqualTo(401);
      assertThat(got.header("x-should-retry")).isEqualTo("false");
      assertThat(got.body())
          .contains("authentication_error", "You were signed out at 12:04. Run serai login.");
      assertThat(rig.upstream.requests()).isEmpty();
      assertThat(rig.proxy.seen().lastRefusal())
          .isEqualTo(
              new Refusal("sign_in_failed", "You were signed out at 12:04. Run serai login."));
    }
  }

  @Test
  void aTokenThatIsNotToBeHadForAMomentIsWorthAnotherTry() throws Exception {
    List<RuntimeException> failures =
        new ArrayList<>(
            List.of(
                new NoToken("Cannot reach Keycloak.", true),
                new IllegalStateException("a fault with a secret in it")));
    try (ProxyUnderTest rig =
        new ProxyUnderTest(
            () -> {
              if (failures.isEmpty()) return "good";
              throw failures.removeFirst();
            },
            refused -> "")) {
      RawClient.Got away = rig.send(rig.post("/v1/messages", "{}"));
      RawClient.Got fault = rig.send(rig.post("/v1/messages", "{}"));

      assertThat(away.status()).isEqualTo(503);
      assertThat(away.header("x-should-retry")).isEmpty();
      assertThat(away.body()).contains("Cannot reach Keycloak.");
      assertThat(fault.status()).isEqualTo(503);
      assertThat(fault.body()).contains("no token").doesNotContain("secret");
      assertThat(rig.proxy.seen().lastRefusal()).isNotNull();
      assertThat(rig.send(rig.post("/v1/messages", "{}")).status()).isEqualTo(200);
      assertThat(rig.proxy.seen().lastRefusal()).as("it was got over").isNull();
    }
  }

  @Test
  void aKeycloakThatIsAwayForAMomentIsNoFailedSignIn() throws Exception {
    AtomicInteger away = new AtomicInteger(1);
    try (ProxyUnderTest rig =
        new ProxyUnderTest(
            () -> {
              if (away.getAndDecrement() > 0) throw new NoToken("Keycloak is away.", true);
              return "good";
            },
            refused -> "")) {
      rig.upstream.otherwise(Answer.json(200, "{}"));

      RawClient.Got got = rig.send(rig.post("/v1/messages", "{}"));

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.header("x-should-retry")).isEmpty();
      assertThat(got.body()).contains("api_error", "Keycloak is away.");
      assertThat(rig.proxy.seen().lastRefusal())
          .isEqualTo(new Refusal("sign_in_unavailable", "Keycloak is away."));
      assertThat(rig.send(rig.post("/v1/messages", "{}")).status()).isEqualTo(200);
      assertThat(rig.proxy.seen().lastRefusal()).as("now that it is back").isNull();
    }
  }

  @Test
  void allThatTheGatewayKeepsARecordOfIsCounted() throws Exception {
    try (ProxyUnderTest rig = rig()) {
      rig.upstream
          .answer(Answer.json(200, "{}"))
          .answer(refused("not_found", "no such path").header("x-serai-request-id", "0"))
          .answer(refused("session_ended", "over").header("x-serai-request-id", "1"))
          .otherwise(Answer.json(200, "{}").header("x-serai-request-id", "2"));

      rig.send(rig.post("/v1/messages", "{}"));
      rig.send(rig.post("/v1/unheard-of", "{}"));
      assertThat(rig.proxy.recorded()).isZero();
      rig.send(rig.post("/v1/messages", "{}"));
      rig.send(rig.post("/v1/messages", "{}"));
      rig.send(rig.get("/v1/models"));

      assertThat(rig.proxy.recorded()).isEqualTo(3);
      assertThat(rig.proxy.seen().requests()).isEqualTo(5);
    }
  }

  @Test
  void aRenewalThatFailsIsTriedOnceForAll() throws Exception {
    try (ProxyUnderTest rig =
        new ProxyUnderTest(
            token::get,
            refused -> {
              renewals.incrementAndGet();
              throw new NoToken("Keycloak is away.", true);
            })) {
      rig.upstream.otherwise(refused("token_expired", "over"));

      assertThat(crowd(rig, rig.get("/v1/models"))).containsOnly(503);

      assertThat(renewals).hasValue(1);
      assertThat(rig.proxy.seen().lastRefusal())
          .isEqualTo(new Refusal("sign_in_unavailable", "Keycloak is away."));
    }
  }

  @Test
  void aSecretInTheUpstreamIsNotPrinted() throws IOException {
    Upstream upstream =
        new Upstream(java.net.URI.create("http://127.0.0.1:1"), () -> "secret", "5e55");
    assertThat(upstream.toString()).isEqualTo("Upstream[http://127.0.0.1:1]");
  }
}
