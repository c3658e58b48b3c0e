package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.tls.Authorities;
import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.RecordedRequest;
import dev.serai.testing.TestAuthority;
import dev.serai.testing.TlsFront;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway behind an ingress that speaks TLS and HTTP/2. */
class TlsUpstreamTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  private final FakeProvider upstream = FakeProvider.start().otherwise(Answer.json(200, "{}"));
  private final HttpClient tool =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(upstream, tool));
  private SSLContext usual;

  @BeforeAll
  static void authority() {
    authority =
        TestAuthority.in(folder)
            .issue()
            .issue("other", "-ext", "san=dns:gateway.example")
            .issue("expired", "-ext", "san=ip:127.0.0.1", "-startdate", "-9d", "-validity", "3");
  }

  @BeforeEach
  void trust() throws Exception {
    usual = SSLContext.getDefault();
    Authorities.trust(authority.pem());
  }

  @AfterEach
  void close() throws Exception {
    SSLContext.setDefault(usual);
    for (AutoCloseable each : open.reversed()) each.close();
  }

  private <T extends AutoCloseable> T closed(T each) {
    open.add(each);
    return each;
  }

  private LocalProxy proxyTo(TlsFront front) throws IOException {
    Upstream to = new Upstream(URI.create(front.url()), () -> "token", "a-session");
    return closed(LocalProxy.start(to, 0));
  }

  private LocalProxy proxy(String certificate) throws IOException {
    return proxyTo(closed(TlsFront.before(upstream.baseUrl(), authority, certificate)));
  }

  private static HttpRequest.Builder request(LocalProxy proxy, String path) {
    return HttpRequest.newBuilder(proxy.uri().resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("authorization", "Bearer " + proxy.bearer());
  }

  private String sentence(String certificate) throws Exception {
    LocalProxy proxy = proxy(certificate);
    HttpResponse<String> got =
        tool.send(request(proxy, "/v1/messages").GET().build(), BodyHandlers.ofString());
    assertThat(got.statusCode()).isEqualTo(502);
    assertThat(got.body()).startsWith("{\"type\":\"error\"");
    return proxy.seen().lastRefusal().sentence();
  }

  @Test
  void aReplyIsStreamedPieceByPieceOverHttp2() throws Exception {
    TlsFront front = closed(TlsFront.before(upstream.baseUrl(), authority));
    LocalProxy proxy = proxyTo(front);
    String text = "event: one\n\nevent: two\n\n";
    Gate gate = new Gate();
    upstream.answer(
        Answer.of(200, "text/event-stream", text.getBytes(StandardCharsets.UTF_8))
            .gateAt(text.indexOf("event: two"), gate));

    HttpResponse<InputStream> reply =
        tool.send(
            request(proxy, "/v1/messages").POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofInputStream());

    byte[] first = reply.body().readNBytes("event: one\n\n".length());
    assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("event: one\n\n");
    gate.open();
    assertThat(reply.body().readAllBytes()).asString().isEqualTo("event: two\n\n");
    assertThat(front.versions()).containsExactly(HttpVersion.HTTP_2);
    RecordedRequest asked = upstream.lastRequest();
    assertThat(asked.header("authorization")).contains("Bearer token");
    assertThat(asked.header("x-serai-session")).contains("a-session");
  }

  @Test
  void bodiesOfMegabytesPassWholeInBothDirections() throws Exception {
    LocalProxy proxy = proxy("server");
    byte[] large = "0123456789abcdef".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
    upstream.answer(Answer.of(200, "application/octet-stream", large));

    HttpResponse<byte[]> got =
        tool.send(
            request(proxy, "/v1/messages").POST(BodyPublishers.ofByteArray(large)).build(),
            BodyHandlers.ofByteArray());

    assertThat(got.body()).isEqualTo(large);
    assertThat(upstream.lastRequest().body()).isEqualTo(large);
  }

  @Test
  void aToolThatLeavesEndsTheRequestUpstream() throws Exception {
    LocalProxy proxy = proxy("server");
    String text = "event: one\n\nevent: two\n\n";
    upstream.answer(
        Answer.of(200, "text/event-stream", text.getBytes(StandardCharsets.UTF_8))
            .gateAt(text.indexOf("event: two"), new Gate()));
    HttpResponse<InputStream> reply =
        tool.send(
            request(proxy, "/v1/messages").POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofInputStream());
    assertThat(reply.body().readNBytes(6)).hasSize(6);

    reply.body().close();

    upstream.awaitRequest(1).awaitClosed();
  }

  /** An ingress allows 100 or 128; a tool with many helpers at work has them all in the air. */
  @Test
  void moreRequestsAtATimeThanAConnectionMayCarryAreAllServed() throws Exception {
    LocalProxy proxy = proxyTo(closed(TlsFront.withStreams(upstream.baseUrl(), authority, 2)));
    Gate gate = new Gate();
    byte[] text = "event: one\n\nevent: two\n\n".getBytes(StandardCharsets.UTF_8);
    upstream.otherwise(Answer.of(200, "text/event-stream", text).gateAt(12, gate));

    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    tool.sendAsync(
                        request(proxy, "/v1/messages").POST(BodyPublishers.ofString("{}")).build(),
                        BodyHandlers.ofString()))
            .toList();
    upstream.awaitRequest(6);
    gate.open();

    assertThat(all).allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
  }

  @Test
  void aCertificateThatNobodyTrustsIsToldWithWhatToDo() throws Exception {
    SSLContext.setDefault(usual);

    assertThat(sentence("server"))
        .contains("cannot be used: its certificate comes from nobody that is trusted here")
        .contains("export SERAI_CA_FILE=");
  }

  @Test
  void aCertificateForAnotherNameOrThatHasExpiredIsToldSo() throws Exception {
    assertThat(sentence("other")).contains("its certificate is for another name");
    assertThat(sentence("expired")).contains("its certificate has expired");
  }

  @Test
  void aPortWithoutTlsIsToldSo() throws Exception {
    ServerSocket speaks = closed(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> refuseInPlainText(speaks));

    assertThat(sentenceOf("https://127.0.0.1:" + speaks.getLocalPort()))
        .contains("it does not speak TLS on that port (use http://");
    assertThat(sentenceOf(upstream.baseUrl().replace("http:", "https:")))
        .contains("it ended the connection before TLS was agreed on");
  }

  /** As servers do that are spoken to in TLS. */
  private static void refuseInPlainText(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read();
        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
      } catch (IOException e) {
        // the test is over, or the client
      }
    }
  }

  private String sentenceOf(String gateway) throws Exception {
    Upstream to = new Upstream(URI.create(gateway), () -> "token", "");
    LocalProxy proxy = closed(LocalProxy.start(to, 0));
    tool.send(request(proxy, "/v1/messages").GET().build(), BodyHandlers.ofString());
    return proxy.seen().lastRefusal().sentence();
  }
}
