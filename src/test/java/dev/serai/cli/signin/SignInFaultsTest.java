package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not be taken for the end of a sign-in, and what must not last for ever. */
class SignInFaultsTest {
  private final TokenEndpoint keycloak = new TokenEndpoint();
  private final SettableTime time = new SettableTime();
  private final MemoryStore store = new MemoryStore();

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private SignIn signIn() {
    store.save("r0");
    return new SignIn(keycloak.realm(), store, new Wire(), time);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request",
    "401, invalid_client",
    "400, unauthorized_client",
    "403, access_denied",
    "404, Realm does not exist",
    "429, slow_down",
    "418, ''"
  })
  void onlyAGrantThatIsOverEndsASignIn(int status, String error) {
    SignIn signIn = signIn();
    keycloak.then(status, "{\"error\":\"" + error + "\"}").thenTokens("a1", "r1");

    assertThatThrownBy(signIn::get)
        .isInstanceOfSatisfying(
            SignInFailure.class, failure -> assertThat(failure.isOver()).isFalse());
    assertThat(store.load()).contains("r0");
    assertThat(signIn.get()).isEqualTo("a1");
  }

  @Test
  @Timeout(60)
  void anAnswerThatStopsAmidItsBodyIsNotWaitedForForever() throws Exception {
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> stall(server, ended));
      Wire wire = new Wire(Duration.ofMillis(300));
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/token");

      assertThatThrownBy(() -> wire.get(address))
          .isInstanceOfSatisfying(
              SignInFailure.class,
              failure -> assertThat(failure.advice()).containsExactly("it did not answer in time"));

      assertThat(ended.get(20, TimeUnit.SECONDS)).as("the connection is let go of").isNegative();
    }
  }

  private static void stall(ServerSocket server, CompletableFuture<Integer> ended) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".getBytes());
      int next = socket.getInputStream().read();
      while (next >= 0) next = socket.getInputStream().read();
      ended.complete(next);
    } catch (IOException e) {
      ended.complete(-1); // a reset lets go as well
    }
  }

  @Test
  void aFaultOfAMomentDoesNotEndTheRefreshing() {
    AtomicInteger loads = new AtomicInteger();
    TokenStore faulty =
        new TokenStore() {
          @Override
          public Optional<String> load() {
            if (loads.incrementAndGet() == 1) throw new IllegalStateException("a fault");
            return store.load();
          }

          @Override
          public void save(String token) {
            store.save(token);
          }

          @Override
          public void forget() {
            store.forget();
          }

          @Override
          public Lock lock() {
            return store.lock();
          }
        };
    store.save("r0");
    SignIn signIn = new SignIn(keycloak.realm(), faulty, new Wire(), time);
    keycloak.thenTokens("a1", "r1").then(400, "{\"error\":\"invalid_grant\"}");

    signIn.stayFresh();

    assertThat(keycloak.asked()).hasSize(2);
  }

  @Test
  void aSignInWithoutATokenToRevokeIsNotCalledRevoked() {
    SignIn signIn = new SignIn(keycloak.realm(), store, new Wire(), time);

    assertThatThrownBy(signIn::revoke).hasMessage("the sign-in was not revoked at Keycloak");
    assertThat(keycloak.asked()).isEmpty();
  }
}
