package dev.serai.features;

import static io.vertx.core.http.HttpVersion.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.ConnectProxy;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestAuthority;
import dev.serai.testing.TlsFront;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with authorities of one's own, HTTP/2, and proxies. */
class WaysToProvidersTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;

  @TempDir Path folder;
  private final FakeProvider provider = FakeProvider.start();
  private GatewayUnderTest gateway;
  private Client client;

  @AfterEach
  void stop() {
    if (gateway != null) gateway.close();
    provider.close();
  }

  private TestAuthority authority() throws Exception {
    return TestAuthority.in(Files.createDirectories(folder.resolve("authority"))).issue();
  }

  private static GatewayUnderTest.Starter with(String url, String more) {
    return GatewayUnderTest.with(
        """
        projects: [ { name: checkout } ]
        providers:
          - name: p
            type: openai
            base-url: "%s/v1"
            models: [m]
            credentials: [ { name: main, secret: sk-main } ]
        %s
        policies: [ { name: all, default: true, providers: [p] } ]
        keys: [ { name: ci, project: checkout, secret: "%s" } ]
        """
            .formatted(url, more.indent(4), GatewayUnderTest.KEY));
  }

  private void start(GatewayUnderTest.Starter starter) {
    gateway = starter.start();
    client = new Client(gateway);
  }

  private static String certificates(TestAuthority authority) throws Exception {
    return "ca-certificates: |\n" + Files.readString(authority.pem()).indent(2);
  }

  private String asked() throws Exception {
    provider.answer(CHAT.reply("m", "here I am"));
    return client.ask(CHAT, "m", false).text();
  }

  @ParameterizedTest
  @CsvSource({"auto, HTTP_2", "1, HTTP_1_1", "2, HTTP_2"})
  void aProviderWithTlsIsSpokenToAsConfigured(String http, HttpVersion expected) throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority)) {
      start(with(front.url(), certificates(authority) + "http: \"" + http + "\""));

      assertThat(asked()).contains("here I am");
      provider.answer(CHAT.streamed("m", "one", " two"));
      assertThat(client.ask(CHAT, "m", true).text()).contains("two").contains("[DONE]");
      assertThat(front.versions()).containsOnly(expected);
    }
  }

  @Test
  void theInstallationsAuthoritiesHoldForEveryProvider() throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority)) {
      start(with(front.url(), "").property("serai.upstream.ca-file", authority.pem()));

      assertThat(asked()).contains("here I am");
    }
  }

  @Test
  void whomNobodyVouchesForIsNotSpokenTo() throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority)) {
      start(with(front.url(), ""));

      assertThat(client.ask(CHAT, "m", false).text()).contains("main connect");
      assertThat(front.versions()).isEmpty();
    }
  }

  @Test
  void aCertificateOfAnotherHostIsNone() throws Exception {
    TestAuthority authority = authority().issue("other", "-ext", "san=dns:other.example");
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority, "other")) {
      start(with(front.url(), certificates(authority)));

      assertThat(client.ask(CHAT, "m", false).text()).contains("main connect");
      assertThat(front.versions()).isEmpty();
    }
  }

  @Test
  void aStreamThatHttp2RefusesIsSentAgainAndAnyOtherResetIsAFailure() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Closeable closing = () -> vertx.close().toCompletionStage().toCompletableFuture().join()) {
      Queue<Long> resets = new ConcurrentLinkedQueue<>(List.of(7L, 2L));
      Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(request -> answer(request, resets, versions))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      start(with("http://127.0.0.1:" + server.actualPort(), "http: \"2\""));

      Client.Got again = client.ask(CHAT, "m", false);
      assertThat(again.status()).isEqualTo(503);
      assertThat(again.text()).contains("main broken; p/main broken");
      assertThat(resets).isEmpty();
      assertThat(client.ask(CHAT, "m", false).text()).contains("after all");
      assertThat(versions).containsExactly(HTTP_2, HTTP_2, HTTP_2);
    }
  }

  private static void answer(
      HttpServerRequest request, Queue<Long> resets, Queue<HttpVersion> versions) {
    versions.add(request.version());
    Long reset = resets.poll();
    if (reset != null) request.response().reset(reset);
    else
      request
          .response()
          .putHeader("content-type", "application/json")
          .end(
              """
              {"id": "x", "object": "chat.completion", "model": "m", "choices": [{"index": 0,
               "message": {"role": "assistant", "content": "after all"}, "finish_reason": "stop"}],
               "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
              """);
  }

  @Test
  void aHandshakeThatNeverEndsIsGivenUpInTheTimeToConnect() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      start(with("https://127.0.0.1:" + silent.getLocalPort(), "timeouts: { connect: 300ms }"));

      Client.Got refused = client.ask(CHAT, "m", false);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text()).contains("main connect");
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theInstallationsProxyIsUsedAndGetsItsPassword(boolean tls) throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority);
        ConnectProxy proxy = ConnectProxy.start("gateway", "pass-canary-1")) {
      start(
          with(tls ? front.url() : provider.baseUrl(), tls ? certificates(authority) : "")
              .property("serai.upstream.proxy", proxy.url())
              .property("serai.upstream.proxy-user", "gateway")
              .property("serai.upstream.proxy-password", "pass-canary-1"));

      assertThat(asked()).contains("here I am");
      assertThat(proxy.passed()).isEqualTo(1);
    }
  }

  @Test
  void aProvidersOwnProxyGoesBeforeTheInstallationsAndDoesNotLearnItsPassword() throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority);
        ConnectProxy own = ConnectProxy.start("gateway", "pass-canary-1")) {
      start(
          with(front.url(), certificates(authority) + "proxy: " + own.url())
              .property("serai.upstream.proxy", FakeProvider.refusingUrl())
              .property("serai.upstream.proxy-user", "gateway")
              .property("serai.upstream.proxy-password", "pass-canary-1"));

      Client.Got refused = client.ask(CHAT, "m", false);

      assertThat(refused.text()).contains("main connect").doesNotContain("canary");
      assertThat(own.turnedAway()).isPositive();
      assertThat(own.passed()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"proxy: none,", "'',127.0.0.1"})
  void whoIsToBeReachedDirectlyIs(String more, String direct) throws Exception {
    start(
        with(provider.baseUrl(), more)
            .property("serai.upstream.proxy", FakeProvider.refusingUrl())
            .property("serai.upstream.no-proxy", direct == null ? "" : direct));

    assertThat(asked()).contains("here I am");
  }

  @Test
  void aReplyOverHttp2ThatIsResetFailsAndTheNextComes() throws Exception {
    TestAuthority authority = authority();
    try (TlsFront front = TlsFront.before(provider.baseUrl(), authority)) {
      start(with(front.url(), certificates(authority)));
      assertThat(asked()).contains("here I am");
      provider.answer(Answer.reset());

      assertThat(client.ask(CHAT, "m", false).status()).isGreaterThanOrEqualTo(500);
      assertThat(asked()).contains("here I am");
    }
  }
}
