package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
  private ProxyUnderTest rig;

  @BeforeEach
  void start() {
    rig = new ProxyUnderTest();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void headersArriveAsSentAndCredentialsDoNot() throws Exception {
    String text =
        rig.post(
            "/v1/messages",
            "{}",
            "Anthropic-Beta: a",
            "anthropic-beta: b",
            "x-team: red",
            "user-agent: claude-cli/2",
            "accept-encoding: gzip, br",
            "content-type: application/json",
            "connection: keep-alive, X-Secret-Hop",
            "x-secret-hop: 1",
            "keep-alive: timeout=5",
            "te: trailers",
            "upgrade: h2c",
            "http2-settings: AAMAAABkAAQAAP__",
            "proxy-authorization: Basic eA==",
            "x-api-key: sk-ant-real",
            "x-goog-api-key: AIza",
            "api-key: azure",
            "cookie: session=1",
            "x-serai-session: another");

    assertThat(rig.send(text).status()).isEqualTo(200);

    RecordedRequest request = rig.upstream.lastRequest();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.text()).isEqualTo("{}");
    assertThat(request.headers("anthropic-beta")).containsExactly("a", "b");
    assertThat(request.headers().stream().map(f -> f.name().toLowerCase()))
        .containsExactlyInAnyOrder(
            "host",
            "content-length",
            "anthropic-beta",
            "anthropic-beta",
            "x-team",
            "user-agent",
            "accept-encoding",
            "content-type",
            "authorization",
            "x-serai-session");
    assertThat(request.headers("user-agent")).containsExactly("claude-cli/2");
    assertThat(request.headers("authorization")).containsExactly("Bearer " + ProxyUnderTest.TOKEN);
    assertThat(request.headers("x-serai-session")).containsExactly(ProxyUnderTest.SESSION);
    assertThat(request.headers("host")).containsExactly("127.0.0.1:" + rig.upstream.port());
  }

  @Test
  void repliesComeAsTheyAreWithoutCookiesAndHops() throws Exception {
    rig.upstream.answer(
        Answer.of(200, "application/octet-stream", new byte[] {31, -117, 8})
            .header("content-encoding", "gzip")
            .header("x-ratelimit", "1")
            .header("x-ratelimit", "2")
            .header("set-cookie", "a=b")
            .header("connection", "x-hop")
            .header("x-hop", "1")
            .header("alt-svc", "h2=\":443\""));

    try (RawClient client = rig.client()) {
      RawClient.Got got = client.send(rig.get("/v1/models", "connection: close")).head();

      assertThat(got.headers().get("x-ratelimit")).containsExactly("1", "2");
      assertThat(got.headers().keySet())
          .containsExactlyInAnyOrder(
              "content-type", "content-encoding", "x-ratelimit", "content-length", "connection");
      assertThat(client.rest()).isEqualTo("\u001f\u008b\b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
  void everyMethodIsPassedOn(String method) throws Exception {
    rig.upstream.answer(Answer.json(405, "no"));

    RawClient.Got got = rig.send(rig.head(method, "/v1/models") + "\r\n");

    assertThat(got.status()).isEqualTo(405);
    assertThat(got.body()).isEqualTo("no");
    assertThat(rig.upstream.lastRequest().method()).isEqualTo(method);
  }

  @Test
  void aHeadHasNoBodyAndTheConnectionGoesOn() throws Exception {
    rig.upstream.answer(Answer.json(200, "hello"));
    try (RawClient client = rig.client()) {
      RawClient.Got got = client.send(rig.head("HEAD", "/v1/models") + "\r\n").read(true);
      assertThat(got.header("content-length")).isEqualTo("5");

      assertThat(client.send(rig.get("/v1/models")).read().body()).isEqualTo("{}");
    }
  }

  @Test
  void aReplyWithoutContentHasNone() throws Exception {
    rig.upstream.answer(
        new Answer(204, List.of(), false, List.of(), List.of()), Answer.json(200, "next"));
    try (RawClient client = rig.client()) {
      assertThat(client.send(rig.get("/v1/models")).read().status()).isEqualTo(204);
      assertThat(client.send(rig.get("/v1/models")).read().body()).isEqualTo("next");
    }
  }

  @Test
  void webSocketsAreSentBackToHttp() throws Exception {
    RawClient.Got got =
        rig.send(
            rig.get("/v1/responses", "connection: upgrade", "upgrade: WebSocket", "x-api-key: k"));

    assertThat(got.status()).isEqualTo(426);
    assertThat(got.header("upgrade")).isEqualTo("HTTP/1.1");
    assertThat(got.body()).contains("upgrade_not_served");
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @Test
  void eachEventIsHandedOnBeforeTheNextIsMade() throws Exception {
    Gate second = new Gate();
    Gate third = new Gate();
    rig.upstream.answer(
        Answer.sse("data: 1\n\n", "data: 2\n\n", "data: 3\n\n")
            .gateAt(9, second)
            .gateAt(18, third));

    try (RawClient client = rig.client()) {
      client.send(rig.post("/v1beta/models/m:streamGenerateContent", "{}"));
      assertThat(client.head().header("content-type")).isEqualTo("text/event-stream");
      assertThat(client.chunk()).isEqualTo("data: 1\n\n");
      assertThat(second.reached()).isTrue();
      second.open();
      assertThat(client.chunk()).isEqualTo("data: 2\n\n");
      third.open();
      assertThat(client.chunk()).isEqualTo("data: 3\n\n");
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void theHeadOfAReplyDoesNotWaitForItsBody() throws Exception {
    Gate body = new Gate();
    rig.upstream.answer(Answer.json(200, "{\"a\":1}").gateAt(0, body));
    try (RawClient client = rig.client()) {
      assertThat(client.send(rig.get("/v1/models")).head().status()).isEqualTo(200);
      body.open();
    }
  }

  @Test
  void aLargeBodyFlowsWhileItIsStillBeingSent() throws Exception {
    int size = 4 << 20;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LocalProxy proxy =
            LocalProxy.start(
                new Upstream(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()), () -> "t", ""),
                0);
        RawClient client = new RawClient(proxy.uri().getPort())) {
      server.setSoTimeout(20_000);
      client.send(
          "POST /v1/messages HTTP/1.1\r\nhost: localhost:"
              + proxy.uri().getPort()
              + "\r\nx-api-key: "
              + proxy.bearer()
              + "\r\nexpect: 100-continue\r\ncontent-length: "
              + size
              + "\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(100);
      client.send("a".repeat(size / 2));
      try (Socket upstream = server.accept()) {
        upstream.setSoTimeout(20_000);
        assertThat(readHead(upstream)).contains("Content-Length: " + size);
        byte[] early = upstream.getInputStream().readNBytes(1 << 20);
        assertThat(early).containsOnly('a');

        client.send("b".repeat(size / 2)); // not before the gateway had the beginning
        byte[] late = upstream.getInputStream().readNBytes(size - (1 << 20));
        assertThat(late[late.length - 1]).isEqualTo((byte) 'b');
        upstream
            .getOutputStream()
            .write(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
                    .getBytes());
        assertThat(client.read().body()).isEqualTo("ok");
      }
    }
  }

  private static String readHead(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n"))
      head.append((char) socket.getInputStream().read());
    return head.toString();
  }

  @Test
  void aClientThatLeavesInSilenceCallsTheGatewayOff() throws Exception {
    rig.upstream.answer(Answer.silence());
    RawClient client = rig.client().send(rig.post("/v1/messages", "{}"));
    RecordedRequest request = rig.upstream.awaitRequest(1);

    client.leave();

    request.awaitClosed();
    assertThat(rig.proxy.seen().lastRefusal()).isNull();
    assertThat(rig.proxy.recorded()).as("the gateway bills who leaves").isEqualTo(1);
  }

  @Test
  void aClientThatLeavesAmidAStreamCallsTheGatewayOff() throws Exception {
    rig.upstream.answer(Answer.sse("data: 1\n\n", "data: 2\n\n").stallAt(9));
    try (RawClient client = rig.client()) {
      client.send(rig.post("/v1/messages", "{}")).head();
      assertThat(client.chunk()).isEqualTo("data: 1\n\n");
    }

    rig.upstream.awaitRequest(1).awaitClosed();
  }

  @Test
  void aStreamThatBreaksOffDoesNotLookWhole() throws Exception {
    rig.upstream.answer(Answer.sse("data: 1\n\n", "data: 2\n\n").closeAt(9));
    try (RawClient client = rig.client()) {
      client.send(rig.post("/v1/messages", "{}")).head();
      assertThat(client.chunk()).isEqualTo("data: 1\n\n");
      assertThatThrownBy(client::chunk).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    try (RawClient client = rig.client()) {
      for (int i = 0; i < 20; i++) {
        client.send(rig.post("/v1/messages", "{\"n\":" + i + "}"));
        assertThat(client.read().status()).isEqualTo(200);
      }
    }
    assertThat(rig.upstream.requests()).hasSize(20);
    assertThat(rig.upstream.lastRequest().text()).isEqualTo("{\"n\":19}");
    assertThat(rig.proxy.seen().requests()).isEqualTo(20);
  }

  @Test
  void whoIsRefusedBeforeALargeBodyWasReadStillSeesWhy() throws Exception {
    try (RawClient client = rig.client()) {
      String head = rig.head("POST", "/elsewhere", "content-length: " + (8 << 20)) + "\r\n";
      client.send(head).send("x".repeat(8 << 20));

      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  @Test
  void aGatewayBelowAPathIsCalledThere() throws Exception {
    try (FakeProvider gateway = FakeProvider.start().otherwise(Answer.json(200, "{}"));
        LocalProxy proxy =
            LocalProxy.start(
                new Upstream(URI.create(gateway.baseUrl() + "/serai/"), () -> "t", ""), 0);
        RawClient client = new RawClient(proxy.uri().getPort())) {
      String host = proxy.uri().getAuthority();
      client.send(
          "GET /v1/models?a=b HTTP/1.1\r\nhost: " + host + "\r\napi-key: " + proxy.bearer());
      client.send("\r\n\r\n").read();

      assertThat(gateway.lastRequest().target()).isEqualTo("/serai/v1/models?a=b");
      assertThat(gateway.lastRequest().header("x-serai-session")).isEmpty();
    }
  }

  @Test
  void aHeaderOutsideOfAsciiIsRefusedByName() throws Exception {
    RawClient.Got got = rig.send(rig.get("/v1/models", "x-team: caf\u00e9"));

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.body()).contains("header x-team");
    assertThat(rig.upstream.requests()).isEmpty(); // or it would arrive as caf?
  }
}
