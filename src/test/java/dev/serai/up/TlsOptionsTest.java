package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {
  @TempDir Path folder;

  @Test
  void isOffWithoutBothFiles() {
    assertThat(Tls.of(null, null)).isNull();
    assertThat(new Ports("0.0.0.0", 8080, 8081, false).gatewayUrl())
        .isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void refusesOneFileWithoutTheOtherAndFilesThatAreNotThere() throws IOException {
    Path there = Files.writeString(folder.resolve("cert.pem"), "x");

    assertThatThrownBy(() -> Tls.of(there, null)).hasMessageContaining("--tls-key go together");
    assertThatThrownBy(() -> Tls.of(null, there)).hasMessageContaining("--tls-key go together");
    assertThatThrownBy(() -> Tls.of(there, folder.resolve("none")))
        .hasMessageContaining("--tls-key")
        .hasMessageContaining("does not exist");
  }

  @Test
  void givesBothPortsTheSameFiles() throws IOException {
    Path certificate = Files.writeString(folder.resolve("cert.pem"), "x");
    Path key = Files.writeString(folder.resolve("key.pem"), "y");

    Tls tls = Tls.of(certificate, key);

    assertThat(tls).isNotNull();
    assertThat(tls.properties())
        .containsEntry("serai.gateway.tls.certificate", certificate)
        .containsEntry("spring.ssl.bundle.pem.serai.keystore.certificate", certificate.toUri())
        .containsEntry("serai.gateway.tls.key", key)
        .containsEntry("spring.ssl.bundle.pem.serai.keystore.private-key", key.toUri());
    assertThat(new Ports("127.0.0.1", 8443, 8444, true).adminUrl())
        .isEqualTo("https://127.0.0.1:8444");
  }
}
