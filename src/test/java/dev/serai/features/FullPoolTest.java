package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.ProbePermits;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No more connections to a provider than are allowed, and no more that wait for one. */
class FullPoolTest {
  private static final FakeProvider provider = FakeProvider.start();
  private static final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private static GatewayUnderTest patient;
  private static GatewayUnderTest hasty;

  @BeforeAll
  static void start() {
    patient = gateway("20s");
    hasty = gateway("300ms");
  }

  @AfterAll
  static void stop() {
    patient.close();
    hasty.close();
    provider.close();
    clients.shutdownNow();
  }

  private static GatewayUnderTest gateway(String connect) {
    StringBuilder yaml = new StringBuilder("projects: [ { name: checkout } ]\nproviders:\n");
    for (String type : new String[] {"openai", "anthropic", "gemini"})
      yaml.append(
          "  - { name: %s, type: %s, base-url: \"%s\", models: [m], timeouts: { connect: %s }, credentials: [ { name: main, secret: sk-main } ] }\n"
              .formatted(type, type, provider.baseUrl(), connect));
    yaml.append(
        """
        policies: [ { name: all, default: true, providers: [openai, anthropic, gemini] } ]
        keys: [ { name: ci, project: checkout, secret: "%s" } ]
        """
            .formatted(GatewayUnderTest.KEY));
    return GatewayUnderTest.with(yaml.toString())
        .property("serai.gateway.loops", 1)
        .property("serai.gateway.connections-per-host", 1)
        .property("serai.dispatch.breaker-minimum", 1)
        .property("serai.dispatch.breaker-calls", 1)
        .start();
  }

  /** Takes the only connection until the gate is opened. */
  private static HttpResponse<InputStream> hold(Client client, Dialects dialect, Gate gate)
      throws Exception {
    provider.reset();
    Answer reply = dialect.streamed("m", "first", " second");
    provider.answer(reply.gateAt(reply.length() - 1, gate));
    HttpResponse<InputStream> held =
        client.open(dialect.path("m", true), dialect.request("m", "hello", true));
    gate.awaitReached();
    return held;
  }

  private static void release(HttpResponse<InputStream> held, Gate gate) throws Exception {
    gate.open();
    assertThat(new String(held.body().readAllBytes())).contains("second");
  }

  private static void assertThatThereIsRoom(Client client, Dialects dialect) throws Exception {
    provider.answer(dialect.reply("m", "room again"));
    assertThat(client.ask(dialect, "m", false).text()).contains("room again");
  }

  private static CompletableFuture<Client.Got> ask(Client client, Dialects dialect) {
    return client.askMeanwhile(clients, dialect);
  }

  private static void assertBusy(Client.Got refused, Dialects dialect, GatewayUnderTest gateway) {
    ConnectionLimitsTest.assertBusy(refused, dialect, gateway);
    assertThat(gateway.bean(CredentialHealth.class).states())
        .as("that all connections are taken says nothing about the provider")
        .doesNotContainValue("open");
  }

  @ParameterizedTest
  @EnumSource
  void whoFindsAsManyWaitingAsMayIsRefusedInTheDialectAtOnce(Dialects dialect) throws Exception {
    Client client = new Client(patient);
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(client, dialect, gate);
    provider.answer(dialect.reply("m", "at last"));

    CompletableFuture<Client.Got> one = ask(client, dialect);
    CompletableFuture<Client.Got> other = ask(client, dialect);
    CompletableFuture.anyOf(one, other).get(15, TimeUnit.SECONDS);
    assertBusy((one.isDone() ? one : other).join(), dialect, patient);

    release(held, gate);
    CompletableFuture.allOf(one, other).get(20, TimeUnit.SECONDS);
    assertThat(one.join().text() + other.join().text()).contains("at last");
    assertThat(provider.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsInVainForAConnectionOfOthersIsRefusedAndTheProviderNotBlamed(Dialects dialect)
      throws Exception {
    Client client = new Client(hasty);
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(client, dialect, gate);

    assertBusy(client.ask(dialect, "m", false), dialect, hasty);

    release(held, gate);
    assertThatThereIsRoom(client, dialect);
  }

  @ParameterizedTest
  @EnumSource
  void aProbeThatFindsNoConnectionIsFollowedByAnother(Dialects dialect) throws Exception {
    Client client = new Client(hasty);
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(client, dialect, gate);
    ProbePermits permits = ProbePermits.of(hasty.bean(CredentialHealth.class));
    permits.reset();

    assertBusy(client.ask(dialect, "m", false), dialect, hasty);

    Eventually.is("no probe underway", () -> permits.underway() == 0);
    release(held, gate);
    permits.reset();
    assertThatThereIsRoom(client, dialect);
  }
}
