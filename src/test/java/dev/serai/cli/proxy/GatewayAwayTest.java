package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayAwayTest {
  private static String request(LocalProxy proxy, String path) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: "
        + proxy.uri().getAuthority()
        + "\r\nx-api-key: "
        + proxy.bearer()
        + "\r\ncontent-length: 2\r\n\r\n{}";
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, api_error",
    "/v1/responses, server_error",
    "/v1beta/models/m:generateContent, UNAVAILABLE"
  })
  void theToolIsToldInItsDialect(String path, String word) throws Exception {
    String nobody = FakeProvider.refusingUrl();
    try (LocalProxy proxy = LocalProxy.start(new Upstream(URI.create(nobody), () -> "t", "s"), 0);
        RawClient client = new RawClient(proxy.uri().getPort())) {
      RawClient.Got got = client.send(request(proxy, path)).read();

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.header("x-serai-proxy")).isEqualTo("gateway_unreachable");
      assertThat(got.body()).contains(word, nobody + " cannot be reached");
      assertThat(proxy.seen().lastRefusal()).isNotNull();
    }
  }

  @Test
  void aGatewayThatComesBackInTimeIsWaitedFor() throws Exception {
    InetSocketAddress address;
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), reserved.getLocalPort());
    }
    URI gateway = URI.create("http://127.0.0.1:" + address.getPort());
    Upstream upstream = new Upstream(gateway, () -> "t", "");
    try (Attempts attempts = new Attempts(2);
        LocalProxy proxy = LocalProxy.start(upstream, 0);
        RawClient client = new RawClient(proxy.uri().getPort());
        ServerSocket server = new ServerSocket()) {
      client.send(request(proxy, "/v1/messages"));
      attempts.await(); // the second: one has failed
      server.bind(address);
      server.setSoTimeout(20_000);
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        out.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes());
        assertThat(client.read().body()).isEqualTo("ok");
      }
      assertThat(proxy.seen().lastRefusal()).isNull();
    }
  }

  /** The client asks which proxy to take before each attempt: that is how they are counted. */
  private static final class Attempts extends ProxySelector implements AutoCloseable {
    private final ProxySelector before = ProxySelector.getDefault();
    private final CountDownLatch made;

    Attempts(int count) {
      made = new CountDownLatch(count);
      ProxySelector.setDefault(this);
    }

    void await() throws InterruptedException {
      assertThat(made.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public List<Proxy> select(URI uri) {
      made.countDown();
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    @Override
    public void close() {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void aGatewayThatSaysNothingIsNotCalledGone() throws Exception {
    try (FakeProvider silent = FakeProvider.start().otherwise(Answer.silence());
        LocalProxy proxy =
            LocalProxy.start(
                new Upstream(URI.create(silent.baseUrl()), () -> "t", ""),
                0,
                Duration.ofMillis(100));
        RawClient client = new RawClient(proxy.uri().getPort())) {
      RawClient.Got got = client.send(request(proxy, "/v1/messages")).read();

      assertThat(got.status()).isEqualTo(504);
      assertThat(got.body()).contains("did not answer in time");
      assertThat(got.header("x-should-retry")).isEmpty();
      assertThat(proxy.seen().lastRefusal().code()).isEqualTo("gateway_silent");
    }
  }

  @Test
  void aClientThatSendsAheadAndLeavesIsSeenToLeave() throws Exception {
    for (int ahead : new int[] {1, 5000}) {
      try (ProxyUnderTest rig = new ProxyUnderTest()) {
        rig.upstream.answer(Answer.silence());
        RawClient client = rig.client();
        client.send(rig.post("/v1/messages", "{}"));
        var request = rig.upstream.awaitRequest(1);
        client.send("P".repeat(ahead)); // the next request has begun

        client.leave();

        request.awaitClosed();
      }
    }
  }

  @Test
  void whatIsSentAheadIsTheNextRequest() throws Exception {
    try (ProxyUnderTest rig = new ProxyUnderTest();
        RawClient client = rig.client()) {
      rig.upstream.otherwise(request -> Answer.json(200, "{\"n\":\"" + request.target() + "\"}"));
      String first = rig.post("/v1/messages", "{}");

      client.send(first + rig.get("/v1/models").substring(0, 10));
      assertThat(client.read().body()).contains("/v1/messages");
      client.send(rig.get("/v1/models").substring(10));

      assertThat(client.read().body()).contains("/v1/models");
    }
  }

  @Test
  void aGatewayThatDiesBeforeItAnswersIsNotAskedAgain() throws Exception {
    try (ProxyUnderTest rig = new ProxyUnderTest()) {
      rig.upstream.answer(Answer.reset());

      RawClient.Got got = rig.send(rig.post("/v1/messages", "{}"));

      assertThat(got.status()).isEqualTo(502);
      assertThat(got.body()).contains("closed the connection before it answered");
      assertThat(rig.upstream.requests()).hasSize(1);
    }
  }

  @Test
  void closingCutsOffWhatRuns() throws Exception {
    try (ProxyUnderTest rig = new ProxyUnderTest()) {
      rig.upstream.answer(Answer.silence());
      try (RawClient client = rig.client()) {
        client.send(rig.post("/v1/messages", "{}"));
        var request = rig.upstream.awaitRequest(1);

        rig.proxy.close();

        request.awaitClosed();
        assertThat(rig.proxy.seen().lastRefusal()).isNull();
      }
    }
  }
}
