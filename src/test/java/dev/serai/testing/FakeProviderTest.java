package dev.serai.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeProviderTest {
  private final FakeProvider provider = FakeProvider.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.shutdownNow();
    provider.close();
  }

  @Test
  void keepsEveryRequestAsItWasSent() throws Exception {
    provider.otherwise(Answer.json(200, "{}"));
    byte[] body = {1, 0, (byte) 0xff, '\r', '\n'};

    client.send(
        request("/v1/x?a=b%20c").header("X-Team", "red").POST(bytes(body)).build(),
        BodyHandlers.ofString());
    client.send(
        request("/v1/y").POST(BodyPublishers.ofInputStream(() -> stream("chunked"))).build(),
        BodyHandlers.ofString());

    RecordedRequest first = provider.requests().getFirst();
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.path()).isEqualTo("/v1/x");
    assertThat(first.query()).isEqualTo("a=b%20c");
    assertThat(first.header("x-team")).contains("red");
    assertThat(first.body()).containsExactly(body);
    assertThat(provider.lastRequest().text()).isEqualTo("chunked");
    assertThat(provider.connectionsAccepted()).isEqualTo(1);
  }

  @Test
  void answersInTheOrderOfTheScriptAndThenOtherwise() throws Exception {
    provider
        .answer(Answer.tooManyRequests("3", "{}"), Answer.json(201, "{\"a\":1}"))
        .otherwise(r -> Answer.json(404, r.path()));

    var limited = get("/one");

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("3");
    assertThat(get("/two").body()).isEqualTo("{\"a\":1}");
    assertThat(get("/three").body()).isEqualTo("/three");
  }

  @Test
  void holdsAStreamAtAGateUntilItIsOpened() throws Exception {
    var gate = new Gate();
    provider.answer(Answer.sse("data: 1\n\n", "data: 2\n\n").gateAt(9, gate));

    var response = client.send(request("/").build(), BodyHandlers.ofInputStream());
    gate.awaitReached();
    String before = new String(response.body().readNBytes(9), StandardCharsets.UTF_8);
    int available = response.body().available();
    gate.open();

    assertThat(before).isEqualTo("data: 1\n\n");
    assertThat(available).isZero();
    assertThat(response.body().readAllBytes()).asString().isEqualTo("data: 2\n\n");
  }

  @Test
  void cutsTheConnectionAtTheByteAsked() throws Exception {
    provider.answer(Answer.sse("data: 1\n\n", "data: 2\n\n").closeAt(12));
    provider.answer(Answer.sse("data: 1\n\n").cutAt(0), Answer.reset());

    // Not with the HTTP client: it forgets what it has already read once the connection is cut.
    try (var socket = new Socket("127.0.0.1", provider.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());

      assertThat(socket.getInputStream().readAllBytes())
          .asString()
          .endsWith("\r\n9\r\ndata: 1\n\n\r\n3\r\ndat\r\n");
    }
    assertThatThrownBy(() -> post("/")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> post("/")).isInstanceOf(IOException.class);
  }

  @Test
  void keepsTheLengthOfTheWholeBodyWhenItIsCut() throws Exception {
    provider.answer(Answer.json(200, "0123456789").closeAt(4));

    try (var socket = new Socket("127.0.0.1", provider.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());

      assertThat(socket.getInputStream().readAllBytes())
          .asString()
          .contains("content-length: 10\r\n")
          .endsWith("\r\n\r\n0123");
    }
  }

  @Test
  void slicesABodyIntoChunksOfTheSizeAsked() throws Exception {
    provider.answer(Answer.sse("data: ä\n\n").sliced(3));

    try (var socket = new Socket("127.0.0.1", provider.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      provider.awaitRequest(1).awaitEnding();
      socket.shutdownOutput();

      assertThat(socket.getInputStream().readAllBytes())
          .asString()
          .endsWith("\r\n\r\n3\r\ndat\r\n3\r\na: \r\n3\r\nä\n\r\n1\r\n\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void seesThatTheClientLeftInTheMiddleOfAStream() throws Exception {
    provider.answer(Answer.sse("data: 1\n\n", "data: 2\n\n").stallAt(9));

    try (InputStream body =
        client.send(request("/").build(), BodyHandlers.ofInputStream()).body()) {
      body.readNBytes(9);
    }

    RecordedRequest left = provider.awaitRequest(1);
    assertThat(left.awaitClosed()).isAfterOrEqualTo(left.at());
  }

  @Test
  void tellsAnAnswerThatWasCompletedFromAClientThatLeft() throws Exception {
    provider.answer(Answer.json(200, "{}"));

    get("/");

    assertThatThrownBy(provider.lastRequest()::awaitClosed)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("answered to its end");
  }

  @Test
  void refusesConnectionsAtTheRefusingUrl() {
    var nobody = HttpRequest.newBuilder(URI.create(FakeProvider.refusingUrl())).build();

    assertThatThrownBy(() -> client.send(nobody, BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void saysSoWhenNothingWasScripted() throws Exception {
    var response = get("/");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("no answer scripted");
  }

  private HttpResponse<String> get(String target) throws Exception {
    return client.send(request(target).build(), BodyHandlers.ofString());
  }

  /** Not repeated by the JDK's client when the connection breaks, as a GET would be. */
  private void post(String target) throws Exception {
    client.send(request(target).POST(bytes(new byte[] {1})).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(provider.baseUrl() + target))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpRequest.BodyPublisher bytes(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  private static InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
