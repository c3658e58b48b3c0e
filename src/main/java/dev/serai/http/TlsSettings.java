package dev.serai.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * TLS of the gateway port; without a certificate it has none.
 *
 * @param certificate PEM, the server's own first, then those that it was issued by
 * @param key of the certificate, PEM, PKCS#8, not encrypted
 * @param reload pause between two looks at the files
 */
@ConfigurationProperties("serai.gateway.tls")
public record TlsSettings(
    @Nullable Path certificate, @Nullable Path key, @DefaultValue("10s") Duration reload) {

  public TlsSettings {
    if (given(certificate) != given(key))
      throw new IllegalArgumentException(
          "serai.gateway.tls.certificate and serai.gateway.tls.key go together (expected: both, or"
              + " none)");
  }

  /** Whether the port speaks TLS. */
  public boolean on() {
    return given(certificate);
  }

  private static boolean given(@Nullable Path file) {
    return file != null && !file.toString().isEmpty();
  }
}
