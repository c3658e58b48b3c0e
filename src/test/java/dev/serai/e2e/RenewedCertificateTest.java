package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestAuthority;
import dev.serai.testing.TestDatabase;
import dev.serai.up.Up;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serai up --tls-cert --tls-key} as a process, whose certificate is renewed. */
@Tag("e2e")
class RenewedCertificateTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BROKEN = "-----BEGIN CERTIFICATE-----\nhalf of";

  @TempDir Path folder;
  private Path certificate;
  private Path key;
  private TestAuthority authority;
  private SSLContext trusting;
  private TestDatabase database;
  private FakeProvider provider;
  private Process up;

  @BeforeEach
  void start() throws Exception {
    certificate = folder.resolve("chain.pem");
    key = folder.resolve("key.pem");
    authority = TestAuthority.in(Files.createDirectory(folder.resolve("ca"))).issue();
    for (String name : List.of("renewed", "again"))
      authority.issue(name, "-ext", "san=ip:127.0.0.1");
    authority.write("server", certificate, key);
    trusting = authority.client();
    database = TestDatabase.empty();
    provider = FakeProvider.start();
    Path settings =
        Files.writeString(folder.resolve("serai.yaml"), Replica.oneProvider("openai", provider));
    up = process(settings);
  }

  @AfterEach
  void stop() throws Exception {
    up.destroy();
    if (!up.waitFor(60, TimeUnit.SECONDS)) up.destroyForcibly();
    provider.close();
    database.close();
  }

  private Process process(Path settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    // looks as it does by itself, but more often
    command.add("-Dserai.gateway.tls.reload=200ms");
    command.add("-Dspring.ssl.bundle.watch.file.quiet-period=1s");
    command.add("-Dserai.home=" + Path.of("").toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Up.class.getName()));
    command.addAll(List.of("--port", "0", "--admin-port", "0", "--no-keycloak", "--data", "data"));
    command.addAll(List.of("--config", settings.toString(), "--database-url", database.url()));
    command.addAll(List.of("--tls-cert", certificate.toString(), "--tls-key", key.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("out").toFile());
    builder.environment().put("SERAI_DATABASE_USER", "postgres");
    return builder.start();
  }

  /** The value behind a word on standard output. */
  private String said(String word) throws Exception {
    List<String> found = new ArrayList<>();
    awaits(
        word,
        () -> {
          for (String line : Files.readAllLines(folder.resolve("out")))
            if (line.startsWith(word + " ")) found.add(line.substring(word.length()).strip());
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  private void awaits(String what, Callable<Boolean> there) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.call()) {
      assertThat(up.isAlive() && System.nanoTime() < end)
          .as(() -> what + "\n" + text("err") + text("data/logs/serai.log"))
          .isTrue();
      up.waitFor(20, TimeUnit.MILLISECONDS); // returns at once when it ends
    }
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whose certificate a new connection is shown. */
  private String shown(String url) throws IOException {
    URI address = URI.create(url);
    try (Socket plain = new Socket(address.getHost(), address.getPort());
        SSLSocket socket =
            (SSLSocket)
                trusting
                    .getSocketFactory()
                    .createSocket(plain, address.getHost(), address.getPort(), true)) {
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return own.getSubjectX500Principal().getName();
    }
  }

  private HttpResponse<String> ask(String gateway, HttpClient.Version version) throws Exception {
    provider.answer(Dialects.OPENAI_CHAT.reply("m", "hello to you"));
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).version(version).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(gateway + "/v1/chat/completions"))
              .timeout(Duration.ofSeconds(60))
              .header("authorization", "Bearer " + GatewayUnderTest.KEY)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      Dialects.OPENAI_CHAT.request("m", "hello", false)))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private void servesBothVersions(String gateway) throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<String> got = ask(gateway, version);
      assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
      assertThat(got.version()).isEqualTo(version);
      assertThat(got.body()).contains("hello to you");
    }
  }

  @Test
  void bothPortsShowTheRenewedOneAndKeepItWhileTheFilesAreBroken() throws Exception {
    String gateway = said("Gateway");
    String admin = said("Admin API");
    assertThat(gateway).startsWith("https://");
    assertThat(List.of(shown(gateway), shown(admin))).containsOnly("CN=server");
    servesBothVersions(gateway);

    authority.write("renewed", certificate, key);
    for (String port : List.of(gateway, admin))
      awaits("renewed at " + port, () -> shown(port).equals("CN=renewed"));
    servesBothVersions(gateway);

    Files.writeString(certificate, BROKEN);
    awaits(
        "is told of",
        () ->
            text("data/logs/serai.log").contains("new certificate of the gateway port not taken"));
    assertThat(List.of(shown(gateway), shown(admin))).containsOnly("CN=renewed");
    servesBothVersions(gateway);

    authority.write("again", certificate, key);
    for (String port : List.of(gateway, admin))
      awaits("again at " + port, () -> shown(port).equals("CN=again"));
    servesBothVersions(gateway);
  }
}
