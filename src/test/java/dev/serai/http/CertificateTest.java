package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.TestAuthority;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static TestAuthority authority;

  private final Path certificate = folder.resolve("tls.pem");
  private final Path key = folder.resolve("tls.key");
  private final TlsSettings settings = new TlsSettings(certificate, key, Duration.ofHours(1));

  @BeforeAll
  static void issue() throws IOException {
    authority =
        TestAuthority.in(Files.createDirectory(folder.resolve("ca"))).issue().issue("other");
  }

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private IllegalStateException refused() {
    try {
      Certificate.read(VERTX, settings);
    } catch (IllegalStateException e) {
      return e;
    }
    throw new AssertionError("it was taken");
  }

  @Test
  void readsACertificateWithItsKey() {
    authority.write("server", certificate, key);

    Certificate read = Certificate.read(VERTX, settings);

    assertThat(read.subject()).isEqualTo("CN=server");
    assertThat(read.ends()).isAfter(Instant.now());
  }

  @Test
  void refusesAKeyOfAnotherCertificate() {
    authority.write("server", certificate, key);
    authority.write("other", folder.resolve("other.pem"), key);

    assertThat(refused()).hasMessageContaining("the key belongs to another certificate");
  }

  @Test
  void refusesFilesThatAreMissingOrHalfWritten() throws IOException {
    authority.write("server", certificate, key);
    String whole = Files.readString(key);
    Files.writeString(key, whole.substring(0, whole.length() / 2));
    assertThat(refused()).hasMessageContaining("no certificate and its key");

    Files.delete(key);
    assertThat(refused()).hasMessageContaining("no certificate and its key");
    Files.writeString(key, whole);
    Files.writeString(certificate, "");
    assertThat(refused()).hasMessageContaining("no certificate and its key");
  }

  @Test
  void takesOneFileWithoutTheOtherForAMistake() {
    assertThatThrownBy(() -> new TlsSettings(certificate, null, Duration.ofSeconds(1)))
        .hasMessageContaining("go together");
  }

  @Test
  void showsOnlyAPairThatIsNewAndGood() {
    authority.write("server", certificate, key);
    Certificates certificates = new Certificates(VERTX, settings);
    Certificate first = certificates.current();

    certificates.look();
    authority.write("other", folder.resolve("other.pem"), key);
    certificates.look();
    assertThat(certificates.current()).isSameAs(first);

    authority.write("other", certificate, key);
    certificates.look();
    assertThat(certificates.current().subject()).isEqualTo("CN=other");
  }

  @Test
  void lastsAHandshakeOutWithTheCertificateThatItBeganWith() {
    authority.write("server", certificate, key);
    ShownCertificate shown = new ShownCertificate(Certificate.read(VERTX, settings));
    String begun = shown.chooseServerAlias("EC", null, null);
    authority.write("other", certificate, key);
    shown.show(Certificate.read(VERTX, settings));

    assertThat(shown.getCertificateChain(begun)[0].getSubjectX500Principal().getName())
        .isEqualTo("CN=server");
    assertThat(shown.getPrivateKey(begun)).isNotNull();
    String next = shown.chooseServerAlias("EC", null, null);
    assertThat(shown.getCertificateChain(next)[0].getSubjectX500Principal().getName())
        .isEqualTo("CN=other");
  }
}
