package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pipeline.Gateway;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that wait: for a provider, for a client that does not read, for the gateway to stop. */
class LongCallsTest {
  private static final int MB = 1024 * 1024;

  private Fleet fleet;

  @AfterEach
  void stop() {
    if (fleet != null) fleet.close();
  }

  private HttpResponse<InputStream> open(Dialects dialect) throws IOException {
    return fleet.client.open(dialect.path("m", true), dialect.request("m", "hello", true));
  }

  private static String read(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The first piece of a stream, then a gate, then the rest. */
  static Answer gated(Dialects dialect, Gate gate, String... words) {
    List<Answer.Step> steps = new ArrayList<>();
    for (Answer.Step step : dialect.streamed("m", words).body()) {
      steps.add(step);
      if (new String(((Answer.Step.Send) step).bytes(), StandardCharsets.UTF_8).contains(words[0]))
        steps.add(new Answer.Step.Wait(gate));
    }
    return new Answer(200, Answer.sse().headers(), false, List.of(), steps);
  }

  @ParameterizedTest
  @EnumSource
  void fallsBackWhenTheFirstByteDoesNotComeInTime(Dialects dialect) throws Exception {
    fleet = Fleet.withTimeouts("{ first-byte: 300ms, first-byte-streamed: 300ms }");
    fleet.first.otherwise(Answer.silence());
    fleet.second.otherwise(
        request ->
            request.text().contains("\"stream\":true") || request.path().contains("stream")
                ? dialect.streamed("m", "second")
                : dialect.reply("m", "second"));

    Client.Got whole = fleet.client.ask(dialect, "m", false);
    assertThat(whole.text()).contains("second");
    assertThat(fleet.client.ask(dialect, "m", true).text()).contains("second");
    assertThat(fleet.first.requests().getFirst().awaitEnding().clientLeft()).isTrue();
    assertThat(Records.of(fleet.gateway, whole)).containsEntry("attempts", 3);
  }

  @ParameterizedTest
  @EnumSource
  void letsGoOfAPromptOnceItsStreamHasBegun(Dialects dialect) throws Exception {
    fleet = new Fleet("", "serai.gateway.max-body", "1MB", "serai.gateway.max-bodies", "1MB");
    String prompt = dialect.request("m", "x".repeat(600_000), true);
    List<Gate> gates = List.of(new Gate(), new Gate(), new Gate());
    for (Gate gate : gates) fleet.first.answer(gated(dialect, gate, "first", " second"));

    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    for (Gate gate : gates) {
      streams.add(fleet.client.open(dialect.path("m", true), prompt));
      gate.awaitReached();
    }

    assertThat(streams).extracting(HttpResponse::statusCode).containsOnly(200);
    gates.forEach(Gate::open);
    for (HttpResponse<InputStream> stream : streams)
      assertThat(read(stream.body())).contains("second");
  }

  @Test
  void takesASilentStreamForABrokenOne() throws Exception {
    fleet = Fleet.withTimeouts("{ idle: 300ms }");
    fleet.first.answer(gated(Dialects.ANTHROPIC, new Gate(), "first", " second"));

    assertThat(read(open(Dialects.ANTHROPIC).body())).contains("first").contains("no bytes for");
  }

  @Test
  void pausesTheProviderOfAClientThatDoesNotReadAndLosesNothing() throws Exception {
    fleet = Fleet.withTimeouts("{ idle: 300ms, first-byte: 300ms }");
    Gate far = new Gate();
    far.open();
    int total = 96 * MB;
    fleet.first.answer(large(total, far));
    HttpResponse<InputStream> response = open(Dialects.ANTHROPIC);

    // three waits for a silent provider: longer than the idle time, while nobody reads
    fleet.first.otherwise(Answer.silence());
    fleet.second.otherwise(Dialects.OPENAI_CHAT.reply("m", "second"));
    for (int i = 0; i < 2; i++) fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(far.reached()).as("the provider got rid of half of its stream").isFalse();
    long read = 0;
    byte[] buffer = new byte[MB];
    byte[] end = new byte[0];
    for (int n = response.body().read(buffer); n >= 0; n = response.body().read(buffer)) {
      read += n;
      end = Arrays.copyOfRange(buffer, Math.max(0, n - 40), n);
    }
    assertThat(read).isEqualTo(large(total, far).length());
    assertThat(new String(end, StandardCharsets.UTF_8)).contains("message_stop");
    assertThat(Records.last(fleet.gateway)).isNotNull();
  }

  /**
   * A stream of that many bytes of comments behind its first word; the gate stands in the middle.
   */
  private static Answer large(int total, Gate far) {
    byte[] comment = (": " + "x".repeat(64 * 1024 - 4) + "\n\n").getBytes(StandardCharsets.UTF_8);
    List<Answer.Step> steps = new ArrayList<>();
    for (Answer.Step step : Dialects.ANTHROPIC.streamed("m", "first", " second").body()) {
      steps.add(step);
      String text = new String(((Answer.Step.Send) step).bytes(), StandardCharsets.UTF_8);
      for (int sent = 0; text.contains("first") && sent < total; sent += comment.length) {
        steps.add(new Answer.Step.Send(comment));
        if (sent == total / 2) steps.add(new Answer.Step.Wait(far));
      }
    }
    return new Answer(200, Answer.sse().headers(), false, List.of(), steps);
  }

  @Test
  void neverTakesAStreamForWholeThatEndsWithoutAnyContent() throws Exception {
    fleet = new Fleet("", "serai.gateway.hold-stream", "1ms");
    Gate gate = new Gate();
    String start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n";
    fleet.first.answer(Answer.sse(start).gateAt(start.length(), gate));

    HttpResponse<InputStream> response = open(Dialects.ANTHROPIC);
    gate.open();

    assertThat(read(response.body())).contains("event: error");
  }

  @Test
  void letsRunningStreamsEndAndRefusesNewCallsWhenItStops() throws Exception {
    fleet = new Fleet("", "serai.gateway.drain", "20s");
    Gate gate = new Gate();
    fleet.first.answer(gated(Dialects.OPENAI_CHAT, gate, "first", " second"));
    HttpResponse<InputStream> running = open(Dialects.OPENAI_CHAT);
    Thread stopping = Thread.ofVirtual().start(fleet.gateway.bean(Gateway.class)::stop);

    Client.Got ready = fleet.client.get("/readyz");
    for (int i = 0; i < 1000 && ready.status() == 200; i++) ready = fleet.client.get("/readyz");
    assertThat(ready.status()).isEqualTo(503);
    Client.Got refused = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("stopping");
    assertThat(refused.header("connection")).isEqualTo("close");

    gate.open();
    assertThat(read(running.body())).contains(" second").endsWith("data: [DONE]\n\n");
    stopping.join();
  }

  @Test
  void waitsForAClientThatReadsSlowlyWhenItStops() throws Exception {
    fleet = new Fleet("", "serai.gateway.drain", "20s");
    String text = "x".repeat(3_500_000);
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", text));
    Gateway gateway = fleet.gateway.bean(Gateway.class);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
    try (Wire slow = new Wire(socket)) {
      slow.send(
          Wire.post("/v1/chat/completions", Dialects.OPENAI_CHAT.request("m", "hello", false)));
      assertThat(slow.head().status()).isEqualTo(200);
      Eventually.is("the call is over for the gateway", () -> gateway.activeCalls() == 0);
      Thread stopping = Thread.ofVirtual().start(gateway::stop);
      Eventually.is("it stops", () -> !gateway.isOpen());

      assertThat(new String(slow.rest(), StandardCharsets.UTF_8)).contains(text);
      stopping.join();
    }
  }

  @Test
  void cutsWhatStillRunsAtTheEndOfTheGraceTimeWithASentence() throws Exception {
    fleet = new Fleet("", "serai.gateway.drain", "100ms");
    fleet.first.answer(gated(Dialects.ANTHROPIC, new Gate(), "first", " second"));
    HttpResponse<InputStream> running = open(Dialects.ANTHROPIC);

    fleet.gateway.bean(Gateway.class).stop();

    assertThat(read(running.body())).contains("first").contains("The gateway is stopping");
  }

  @Test
  void tellsAClientWhoseKeyIsRevokedBeforeTheReplyBegins() throws Exception {
    fleet = new Fleet("");
    Gate gate = new Gate();
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "late").headAfter(gate));
    Gateway gateway = fleet.gateway.bean(Gateway.class);
    String key = Keys.idOf(fleet.gateway, "ci");
    Thread.ofVirtual()
        .start(
            () -> {
              gate.awaitReached();
              gateway.cutKey(key);
            });

    Client.Got got = fleet.client.ask(Dialects.OPENAI_CHAT, "m", false);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).contains("was revoked");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "key_revoked");
  }

  @Test
  void saysAtOnceThatACredentialCannotBeSent() throws Exception {
    String broken = "sk-line\\nbreak";
    try (FakeProvider provider = FakeProvider.start();
        GatewayUnderTest gateway =
            GatewayUnderTest.with(
                    """
                organization: acme
                projects: [ { name: checkout } ]
                providers:
                  - { name: openai, type: openai, base-url: "%s/v1", models: [m], credentials: [ { name: main, secret: "%s" } ] }
                policies: [ { name: standard, default: true, providers: [openai] } ]
                keys: [ { name: ci, project: checkout, policy: standard, secret: "%s" } ]
                """
                        .formatted(provider.baseUrl(), broken, GatewayUnderTest.KEY))
                .start()) {
      Client.Got got = new Client(gateway).ask(Dialects.OPENAI_CHAT, "m", false);

      assertThat(got.status()).isEqualTo(502);
      Map<String, Object> record = Records.of(gateway, got);
      assertThat(record).containsEntry("outcome", "failed");
      assertThat(gateway.bean(Gateway.class).activeCalls()).isZero();
    }
  }

  @Test
  void showsRunningStreamsAndBreakersToWhoeverScrapes() throws Exception {
    fleet = new Fleet("");
    Gate gate = new Gate();
    fleet.first.answer(gated(Dialects.OPENAI_CHAT, gate, "first", " second"));
    MeterRegistry metrics = fleet.gateway.bean(MeterRegistry.class);
    HttpResponse<InputStream> running = open(Dialects.OPENAI_CHAT);

    assertThat(metrics.get("serai.active.streams").gauge().value()).isEqualTo(1);
    gate.open();
    read(running.body());
    assertThat(metrics.get("serai.active.streams").gauge().value()).isZero();
    assertThat(metrics.get("serai.breaker.state").gauge().value()).isZero();
  }
}
