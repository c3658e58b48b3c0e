package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.Http2Exchange;
import dev.serai.testing.Http2Provider;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that goes away, resets or falls silent on an HTTP/2 connection that many share. */
class Http2ProvidersTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static final int EVERY_STREAM = Integer.MAX_VALUE;
  private static final int MOST_PIECES = 8_000;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private Http2Provider provider = Http2Provider.start();
  private GatewayUnderTest gateway;
  private Client client;

  private void start(String timeouts) {
    gateway =
        GatewayUnderTest.with(
                """
                projects: [ { name: checkout } ]
                providers:
                  - name: p
                    type: openai
                    base-url: "%s/v1"
                    http: "2"
                    models: [m]
                    timeouts: %s
                    credentials: [ { name: main, secret: sk-main } ]
                policies: [ { name: all, default: true, providers: [p] } ]
                keys: [ { name: ci, project: checkout, secret: "%s" } ]
                """
                    .formatted(provider.baseUrl(), timeouts, GatewayUnderTest.KEY))
            .property("serai.gateway.loops", 1)
            .start();
    client = new Client(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
    clients.shutdownNow();
  }

  private CompletableFuture<Client.Got> ask() {
    return client.askMeanwhile(clients, CHAT);
  }

  private static Client.Got got(CompletableFuture<Client.Got> asked) throws Exception {
    return asked.get(20, TimeUnit.SECONDS);
  }

  /** The first connection, in the pool. */
  private void pool() throws Exception {
    CompletableFuture<Client.Got> warm = ask();
    provider.next().answer(CHAT.reply("m", "warm"));
    assertThat(got(warm).text()).contains("warm");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Without usage, which would not go to a client that has not asked for it. */
  private static String stream(String... pieces) {
    return FaultScene.text(CHAT.streamed("m", false, pieces));
  }

  /** Its first event has reached the client. */
  private HttpResponse<InputStream> opened(String whole, Http2Exchange[] at) throws Exception {
    CompletableFuture<HttpResponse<InputStream>> opening =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.open(CHAT.path("m", true), CHAT.request("m", "hello", true));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            clients);
    at[0] = provider.next();
    at[0].head(200, "text/event-stream");
    at[0].data(bytes(whole.substring(0, whole.length() - 20)), false);
    return opening.get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoGoesAwayFinishesWhatItSaysAndTheRestIsSentAgain(boolean announced) throws Exception {
    start("{}");
    String whole = stream("first", " second");
    Http2Exchange[] running = new Http2Exchange[1];
    HttpResponse<InputStream> below = opened(whole, running);
    CompletableFuture<Client.Got> above = ask();
    Http2Exchange unseen = provider.next();
    assertThat(unseen.connection()).isEqualTo(running[0].connection());

    if (announced) unseen.goAway(EVERY_STREAM);
    unseen.goAway(running[0].stream());
    Http2Exchange again = provider.next();
    again.answer(CHAT.reply("m", "after all"));

    assertThat(again.connection()).isEqualTo(2);
    assertThat(got(above).text()).contains("after all");
    assertThat(got(above).header("x-serai-attempts")).isEqualTo("2");
    running[0].data(bytes(whole.substring(whole.length() - 20)), true);
    assertThat(new String(below.body().readAllBytes())).isEqualTo(whole);
    Eventually.is("the first is closed", () -> provider.connectionsOpen() == 1);
  }

  @Test
  void aStreamThatHasEndedIsWholeForASlowReaderThoughTheProviderGoesAway() throws Exception {
    start("{}");
    try (SlowReader slow = new SlowReader(provider, gateway)) {
      slow.exchange.goAway(slow.exchange.stream());
      slow.end();

      assertThat(slow.whole()).isTrue();
    }
  }

  @Test
  void aSlowReaderStopsNobodyElseOnItsConnection() throws Exception {
    start("{}");
    try (SlowReader slow = new SlowReader(provider, gateway)) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Client.Got> other = ask();
        Http2Exchange beside = provider.next();
        assertThat(beside.connection()).isEqualTo(slow.exchange.connection());
        beside.answer(CHAT.reply("m", "beside " + "x".repeat(200_000)));
        assertThat(got(other).text()).contains("beside");
      }
      slow.end();
      assertThat(slow.whole()).isTrue();
    }
  }

  @Test
  void aPooledConnectionThatIsDroppedIsNotTheCallsEnd() throws Exception {
    start("{}");
    pool();
    CompletableFuture<Client.Got> asked = ask();
    provider.next().drop();
    Http2Exchange again = provider.next();
    again.answer(CHAT.reply("m", "second try"));

    assertThat(got(asked).text()).contains("second try");
    assertThat(again.connection()).isEqualTo(2);
  }

  @Test
  void aReplyThatIsResetBeforeItsContentIsAFailure() throws Exception {
    start("{}");
    CompletableFuture<Client.Got> asked = ask();
    Http2Exchange exchange = provider.next();
    exchange.head(200, "application/json").data(bytes("{\"id\":"), false).reset(8);

    assertThat(got(asked).status()).isEqualTo(503);
    assertThat(got(asked).text()).contains("main broken");
    assertThat(provider.waiting()).as("it may have been paid for").isZero();
  }

  @Test
  void aConnectionOnWhichNothingComesBackTakesNoFurtherCall() throws Exception {
    start("{ first-byte: 500ms }");
    pool();
    CompletableFuture<Client.Got> unheard = ask();
    assertThat(provider.next().connection()).isEqualTo(1);
    assertThat(got(unheard).text()).contains("main timeout");

    CompletableFuture<Client.Got> asked = ask();
    Http2Exchange next = provider.next();
    next.answer(CHAT.reply("m", "heard"));

    assertThat(next.connection()).isEqualTo(2);
    assertThat(got(asked).text()).contains("heard");
  }

  @Test
  void whoLeavesBeforeItsConnectionIsThereLeavesNothingOnIt() throws Exception {
    provider.close();
    Gate gate = new Gate();
    provider = Http2Provider.startWith(gate);
    start("{}");
    try (Wire wire =
        new Wire(gateway)
            .send(Wire.post(CHAT.path("m", false), CHAT.request("m", "hello", false)))) {
      gate.awaitReached();
    }
    Eventually.is("recorded", () -> !Records.all(gateway).isEmpty());
    assertThat(provider.connectionsOpen()).isOne();
    gate.open();

    Eventually.is("closed", () -> provider.connectionsOpen() == 0);
    assertThat(provider.waiting()).isZero();
    pool();
  }

  /** A client that reads nothing of a stream until the provider can send no more of it. */
  private static final class SlowReader implements AutoCloseable {
    final Http2Exchange exchange;
    private final Socket socket = new Socket();
    private final Wire wire;
    private final String tail;
    private final long sent;

    SlowReader(Http2Provider provider, GatewayUnderTest gateway) throws Exception {
      String whole = stream("x".repeat(4_000), "the end");
      int second = whole.indexOf("data: ", whole.indexOf("xxxx"));
      String first = whole.substring(0, second);
      String piece = first.substring(first.lastIndexOf("data: "));
      tail = whole.substring(second);
      socket.setReceiveBufferSize(8 * 1024);
      URI url = URI.create(gateway.url());
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      wire =
          new Wire(socket).send(Wire.post(CHAT.path("m", true), CHAT.request("m", "hello", true)));
      exchange = provider.next();
      exchange.head(200, "text/event-stream").data(bytes(first), false);
      int pieces = exchange.flood(bytes(piece), tail.length(), MOST_PIECES);
      assertThat(pieces).as("it is stopped").isLessThan(MOST_PIECES);
      sent = first.length() + (long) pieces * piece.length() + tail.length();
    }

    /** With what its window has left. */
    void end() throws Exception {
      exchange.data(bytes(tail), true);
    }

    /** Reads now. */
    boolean whole() throws Exception {
      wire.head();
      Wire.Streamed read = wire.streamed();
      assertThat(read.body().length()).isEqualTo(sent);
      assertThat(read.body().endsWith(tail)).isTrue();
      return read.whole();
    }

    @Override
    public void close() throws Exception {
      wire.close();
    }
  }
}
