package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.proxy.LocalProxy;
import dev.serai.cli.proxy.Seen;
import dev.serai.cli.proxy.Upstream;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tool before the local proxy before the gateway before a provider. */
class LocalProxyTest {
  private static Fleet fleet;
  private final AtomicReference<String> token = new AtomicReference<>(GatewayUnderTest.KEY);
  private final AtomicInteger renewals = new AtomicInteger();
  private LocalProxy proxy;
  private Client tool;

  @BeforeAll
  static void startFleet() {
    fleet = new Fleet("");
  }

  @AfterAll
  static void stopFleet() {
    fleet.close();
  }

  @BeforeEach
  void start() throws IOException {
    fleet.reset();
    proxy =
        LocalProxy.start(
            new Upstream(
                URI.create(fleet.gateway.url()),
                token::get,
                refused -> {
                  renewals.incrementAndGet();
                  return token.get();
                },
                "a-session"),
            0);
    tool = new Client(proxy.uri().toString(), proxy.bearer());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource
  void aWholeReplyIsTheOneOfTheGateway(Dialects dialect) throws Exception {
    Answer answer = dialect.reply("m", "hello");
    fleet.first.answer(answer, answer);

    Client.Got direct = fleet.client.ask(dialect, "m", false);
    Client.Got through = tool.ask(dialect, "m", false);

    assertThat(through.status()).isEqualTo(200);
    assertThat(through.text()).isEqualTo(direct.text());
    assertThat(through.header("content-type")).isEqualTo(direct.header("content-type"));
    assertThat(fleet.first.lastRequest().headers())
        .noneMatch(f -> f.value().contains(proxy.bearer()));
    assertThat(Records.of(fleet.gateway, through)).containsEntry("outcome", "served");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamComesEventByEvent(Dialects dialect) throws Exception {
    Answer whole = dialect.streamed("m", "first", " second");
    int offset = whole.length() - 1;
    Gate gate = new Gate();
    fleet.first.answer(whole.gateAt(offset, gate));

    HttpResponse<InputStream> reply =
        tool.open(dialect.path("m", true), dialect.request("m", "hello", true));

    assertThat(reply.statusCode()).isEqualTo(200);
    StreamsTest.readUntil(reply.body(), "first");
    assertThat(gate.awaitReached().reached()).isTrue();
    gate.open();
    assertThat(reply.body().readAllBytes()).isNotEmpty();
  }

  @Test
  void aToolThatLeavesEndsTheProvidersWork() throws Exception {
    fleet.first.answer(StreamsTest.stalled(Dialects.ANTHROPIC));
    HttpResponse<InputStream> reply =
        tool.open(
            Dialects.ANTHROPIC.path("m", true), Dialects.ANTHROPIC.request("m", "hello", true));
    StreamsTest.readUntil(reply.body(), "first");

    reply.body().close();

    RecordedRequest asked = fleet.first.awaitRequest(1);
    asked.awaitClosed();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOfTheGatewayIsShownAndRemembered(Dialects dialect) throws Exception {
    Client.Got got = tool.ask(dialect, "secret-model", false);

    assertThat(got.header("x-serai-refusal")).isEqualTo("model_not_allowed");
    Seen seen = proxy.seen();
    assertThat(seen.requests()).isEqualTo(1);
    assertThat(seen.lastRefusal()).isNotNull();
    assertThat(seen.lastRefusal().code()).isEqualTo("model_not_allowed");
    assertThat(seen.lastRefusal().sentence()).contains("secret-model");
    assertThat(got.text()).contains("secret-model");
  }

  @Test
  void aKeyThatIsUnknownRenewsNothing() throws Exception {
    token.set("vk-lw-ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ");

    Client.Got got = tool.ask(Dialects.ANTHROPIC, "m", false);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("x-serai-refusal")).isEqualTo("key_invalid");
    assertThat(renewals).hasValue(0);
  }

  @Test
  void aProvidersRefusalIsPassedOnAndRenewsNothing() throws Exception {
    fleet.first.otherwise(
        Dialects.ANTHROPIC.error(400, "too long").header("x-serai-refusal", "token_expired"));

    Client.Got got = tool.ask(Dialects.ANTHROPIC, "m", false);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.text()).contains("too long");
    assertThat(got.header("x-serai-refusal")).isEmpty();
    assertThat(renewals).hasValue(0);
    assertThat(proxy.seen().lastRefusal()).isNull();
  }

  @Test
  void aBodyAboveTheGatewaysLimitIsTheGatewaysToRefuse() throws Exception {
    String body = "{\"model\":\"m\",\"x\":\"" + "a".repeat(33 << 20) + "\"}";

    Client.Got got = tool.post("/v1/messages", body);

    assertThat(got.status()).isEqualTo(413);
    assertThat(got.header("x-serai-refusal")).isEqualTo("request_too_large");
  }

  @Test
  void aBodyOfManyMegabytesArrivesWhole() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "hello"));
    String text = "lorem ".repeat(2 << 20);

    Client.Got got =
        tool.post("/v1/chat/completions", Dialects.OPENAI_CHAT.request("m", text, false));

    assertThat(got.status()).isEqualTo(200);
    assertThat(fleet.first.lastRequest().text()).contains(text);
  }

  @Test
  void modelsAreListedAsTheGatewayListsThem() throws Exception {
    assertThat(tool.get("/v1/models").text()).isEqualTo(fleet.client.get("/v1/models").text());
    assertThat(tool.get("/v1beta/models?key=x").text())
        .isEqualTo(fleet.client.get("/v1beta/models").text());
  }
}
