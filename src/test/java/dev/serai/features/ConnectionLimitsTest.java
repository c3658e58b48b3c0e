package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No more calls at a credential than it has connections, and a queue with an end. */
class ConnectionLimitsTest {
  private static final String QUEUE = "serai.credential.queue";
  private static final String CALLS = "serai.credential.calls";

  private final FakeProvider provider = FakeProvider.start();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private GatewayUnderTest gateway;
  private Client client;

  private void start(String room, String moreCredentials) {
    start(room, moreCredentials, "order: listed");
  }

  private void start(String room, String moreCredentials, String order) {
    StringBuilder yaml = new StringBuilder("projects: [ { name: checkout } ]\nproviders:\n");
    for (String type : new String[] {"openai", "anthropic", "gemini"})
      yaml.append(
          "  - { name: %s, type: %s, base-url: \"%s\", models: [m], credentials: [ { name: main, secret: sk-main, %s }%s ] }\n"
              .formatted(type, type, provider.baseUrl(), room, moreCredentials));
    yaml.append(
        """
        policies: [ { name: all, default: true, providers: [openai, anthropic, gemini], %s } ]
        keys: [ { name: ci, project: checkout, secret: "%s" } ]
        """
            .formatted(order, GatewayUnderTest.KEY));
    gateway = GatewayUnderTest.with(yaml.toString()).start();
    client = new Client(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
    clients.shutdownNow();
  }

  private double sum(String gauge) {
    MeterRegistry meters = gateway.bean(MeterRegistry.class);
    return meters.find(gauge).gauges().stream().mapToDouble(Gauge::value).sum();
  }

  private void awaitSum(String gauge, int expected) throws Exception {
    Eventually.is(gauge + " is " + expected, () -> sum(gauge) == expected);
  }

  /** One that stays at the provider until the gate is opened. */
  private HttpResponse<InputStream> hold(Dialects dialect, Gate gate) throws Exception {
    Answer reply = dialect.streamed("m", "first", " second");
    provider.answer(reply.gateAt(reply.length() - 1, gate));
    HttpResponse<InputStream> held =
        client.open(dialect.path("m", true), dialect.request("m", "hello", true));
    gate.awaitReached();
    return held;
  }

  private CompletableFuture<Client.Got> ask(Dialects dialect) {
    return client.askMeanwhile(clients, dialect);
  }

  /** There was no room at the only credential, and none came. */
  static void assertBusy(Client.Got refused, Dialects dialect, GatewayUnderTest gateway) {
    assertThat(refused.status()).isEqualTo(dialect == Dialects.ANTHROPIC ? 529 : 503);
    assertThat(refused.text()).contains("main busy");
    if (dialect == Dialects.ANTHROPIC) assertThat(refused.text()).contains("overloaded_error");
    assertThat(refused.header("retry-after")).isEqualTo("1");
    assertThat(Records.of(gateway, refused))
        .containsEntry("outcome", "refused")
        .containsEntry("reason", "gateway_overloaded")
        .containsEntry("cost_nanos", 0L);
  }

  @ParameterizedTest
  @EnumSource
  void refusesInTheDialectWhenNobodyHasRoom(Dialects dialect) throws Exception {
    start("connections: 1", "");
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(dialect, gate);

    assertBusy(client.ask(dialect, "m", false), dialect, gateway);

    gate.open();
    assertThat(new String(held.body().readAllBytes())).contains("second");
    awaitSum(CALLS, 0);
    provider.answer(dialect.reply("m", "room again"));
    assertThat(client.ask(dialect, "m", false).text()).contains("room again");
    awaitSum(CALLS, 0);
  }

  @ParameterizedTest
  @EnumSource
  void servesWhoWaitsWhenAPlaceIsFreeAndRefusesWhoFindsTheQueueFull(Dialects dialect)
      throws Exception {
    start("connections: 1, queue: 1, queue-wait: 20s", "");
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(dialect, gate);
    provider.answer(dialect.reply("m", "after a while"));
    CompletableFuture<Client.Got> waiting = ask(dialect);
    awaitSum(QUEUE, 1);

    Client.Got refused = client.ask(dialect, "m", false);
    assertThat(refused.status()).isEqualTo(dialect == Dialects.ANTHROPIC ? 529 : 503);
    assertThat(refused.header("retry-after")).isEqualTo("20");
    assertThat(provider.requests()).hasSize(1);

    gate.open();
    held.body().readAllBytes();
    Client.Got served = waiting.get(20, TimeUnit.SECONDS);
    assertThat(served.text()).contains("after a while");
    assertThat(served.header("x-serai-attempts")).isEqualTo("1");
    awaitSum(CALLS, 0);
    assertThat(sum(QUEUE)).isZero();
  }

  @Test
  void aClientThatLeavesTheQueueGivesItsTurnBack() throws Exception {
    start("connections: 1, queue: 1, queue-wait: 60s", "");
    Gate gate = new Gate();
    Dialects dialect = Dialects.ANTHROPIC;
    HttpResponse<InputStream> held = hold(dialect, gate);
    try (Wire wire =
        new Wire(gateway)
            .send(Wire.post(dialect.path("m", false), dialect.request("m", "hello", false)))) {
      awaitSum(QUEUE, 1);
    }
    awaitSum(QUEUE, 0);

    CompletableFuture<Client.Got> next = ask(dialect);
    awaitSum(QUEUE, 1);
    provider.answer(dialect.reply("m", "mine"));
    gate.open();
    held.body().readAllBytes();

    assertThat(next.get(20, TimeUnit.SECONDS).text()).contains("mine");
    assertThat(provider.requests()).as("the one that left was never sent").hasSize(2);
    assertThat(Records.all(gateway))
        .anySatisfy(
            record ->
                assertThat(record)
                    .containsEntry("outcome", "abandoned")
                    .containsEntry("reason", "client_left")
                    .containsEntry("cost_nanos", 0L));
    awaitSum(CALLS, 0);
  }

  @Test
  void whoBelongsToNoConversationWaitsNowhereWhileAnEqualHasRoom() throws Exception {
    start(
        "connections: 1, queue: 5, queue-wait: 60s",
        ", { name: spare, secret: sk-spare, connections: 1, queue: 5, queue-wait: 60s }",
        "order: weighted, affinity: none");
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(Dialects.OPENAI_CHAT, gate);
    provider.otherwise(Dialects.OPENAI_CHAT.reply("m", "at once"));

    for (int i = 0; i < 20; i++)
      assertThat(client.ask(Dialects.OPENAI_CHAT, "m", false).text()).contains("at once");

    gate.open();
    held.body().readAllBytes();
    awaitSum(CALLS, 0);
  }

  @Test
  void whoHasWaitedLongEnoughGoesToTheNextCandidate() throws Exception {
    start(
        "connections: 1, queue: 5, queue-wait: 50ms",
        ", { name: spare, secret: sk-spare, connections: 1 }");
    Gate gate = new Gate();
    HttpResponse<InputStream> held = hold(Dialects.OPENAI_CHAT, gate);
    provider.answer(Dialects.OPENAI_CHAT.reply("m", "from the spare"));

    Client.Got served = client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(served.text()).contains("from the spare");
    assertThat(provider.lastRequest().header("authorization")).contains("Bearer sk-spare");
    assertThat(sum(QUEUE)).isZero();
    gate.open();
    held.body().readAllBytes();
    awaitSum(CALLS, 0);
  }

  @ParameterizedTest
  @EnumSource
  void whateverBecomesOfACallItsPlaceIsFreeAgain(Dialects dialect) throws Exception {
    start("connections: 1", "");
    provider.answer(
        dialect.error(500, "broken"),
        dialect.error(400, "wrong"),
        Answer.reset(),
        dialect.reply("m", "half of this").cutAt(20));
    for (int i = 0; i < 4; i++) client.ask(dialect, "m", false);
    awaitSum(CALLS, 0);

    provider.otherwise(Answer.silence());
    int seen = provider.requests().size();
    try (Wire wire =
        new Wire(gateway)
            .send(Wire.post(dialect.path("m", true), dialect.request("m", "hello", true)))) {
      provider.awaitRequest(seen + 1);
      assertThat(sum(CALLS)).isOne();
    }
    awaitSum(CALLS, 0);
  }
}
