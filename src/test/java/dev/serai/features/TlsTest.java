package dev.serai.features;

import static dev.serai.features.Wire.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestAuthority;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway port with a certificate of its own. */
class TlsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM = Dialects.OPENAI_CHAT.request("m", "hello", true);

  @TempDir private static Path folder;
  private static Path certificate;
  private static Path key;
  private static TestAuthority authority;
  private static SSLContext trusting;
  private static Fleet fleet;

  @BeforeAll
  static void start() throws IOException {
    certificate = folder.resolve("tls.pem");
    key = folder.resolve("tls.key");
    authority = TestAuthority.in(Files.createDirectory(folder.resolve("ca"))).issue();
    authority.issue("renewed", "-ext", "san=ip:127.0.0.1").issue("other", "-ext", "san=dns:other");
    authority.write("server", certificate, key);
    trusting = authority.client();
    fleet =
        new Fleet(
            "",
            "serai.gateway.tls.certificate",
            certificate.toString(),
            "serai.gateway.tls.key",
            key.toString(),
            "serai.gateway.tls.reload",
            "50ms",
            "spring.ssl.bundle.pem.serai.keystore.certificate",
            certificate.toUri().toString(),
            "spring.ssl.bundle.pem.serai.keystore.private-key",
            key.toUri().toString(),
            "spring.ssl.bundle.pem.serai.options.enabled-protocols",
            "TLSv1.3,TLSv1.2",
            "spring.ssl.bundle.pem.serai.reload-on-update",
            "true",
            "server.ssl.bundle",
            "serai");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    authority.write("server", certificate, key);
  }

  private static URI https(String path) {
    return URI.create(fleet.gateway.url().replace("http:", "https:") + path);
  }

  private static HttpResponse<String> ask(HttpClient.Version version) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).version(version).build()) {
      return http.send(
          HttpRequest.newBuilder(https(CHAT))
              .timeout(Duration.ofSeconds(30))
              .header("authorization", "Bearer " + GatewayUnderTest.KEY)
              .POST(HttpRequest.BodyPublishers.ofString(STREAM))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static SSLSocket socket(String... protocols) throws IOException {
    URI url = https("/");
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
    if (protocols.length > 0) socket.setEnabledProtocols(protocols);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(null);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Whose certificate a new connection is shown. */
  private static String shown() throws IOException {
    try (SSLSocket socket = socket()) {
      socket.startHandshake();
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return own.getSubjectX500Principal().getName();
    }
  }

  @Test
  void speaksHttp2ByAlpn() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "one"));

    HttpResponse<String> got = ask(HttpClient.Version.HTTP_2);

    assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(got.body()).contains("one").endsWith("data: [DONE]\n\n");
    assertThat(got.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void speaksHttp11ToWhoOffersNoOther() throws Exception {
    fleet.first.answer(Dialects.OPENAI_CHAT.streamed("m", "one"));

    HttpResponse<String> got = ask(HttpClient.Version.HTTP_1_1);

    assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(got.body()).contains("one").endsWith("data: [DONE]\n\n");
  }

  @Test
  void isAsStrictAsWithoutTls() throws Exception {
    try (Wire wire = new Wire(socket())) {
      wire.send(post(CHAT, STREAM, "transfer-encoding: chunked"));

      assertThat(new String(wire.rest())).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.");
    }
  }

  @Test
  void takesTls12AndNothingOlder() throws Exception {
    try (SSLSocket socket = socket("TLSv1.2")) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
    try (SSLSocket socket = socket("TLSv1.1")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void showsANewCertificateToNewConnectionsWhileAStreamGoesOn() throws Exception {
    Gate gate = new Gate();
    fleet.first.answer(LongCallsTest.gated(Dialects.OPENAI_CHAT, gate, "first", " second"));
    try (Wire running = new Wire(socket())) {
      running.send(post(CHAT, STREAM));
      assertThat(running.head().status()).isEqualTo(200);
      running.until("first");

      authority.write("renewed", certificate, key);
      Eventually.is("the new one is shown", () -> shown().equals("CN=renewed"));
      gate.open();

      assertThat(running.streamed().body()).contains(" second").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void keepsTheOldCertificateUntilThereIsAWholeNewPair() throws Exception {
    Eventually.is("the first one is shown", () -> shown().equals("CN=server"));
    authority.write("other", certificate, folder.resolve("unused"));
    for (int i = 0; i < 20; i++) assertThat(shown()).isEqualTo("CN=server");

    authority.write("renewed", certificate, key);

    Eventually.is("the new one is shown", () -> shown().equals("CN=renewed"));
  }

  /** With the properties that {@code serai up} sets. */
  @Test
  void speaksTlsOnTheAdminPortToo() throws Exception {
    URI ready = URI.create(fleet.gateway.adminUrl().replace("http:", "https:") + "/readyz");
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).build()) {
      HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(30)).build();

      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void tellsHowLongTheCertificateIsGoodFor() {
    double left =
        fleet
            .gateway
            .bean(MeterRegistry.class)
            .get("serai.tls.certificate.expires")
            .gauge()
            .value();

    assertThat(left)
        .isBetween(
            (double) Duration.ofDays(80).toSeconds(), (double) Duration.ofDays(91).toSeconds());
  }
}
