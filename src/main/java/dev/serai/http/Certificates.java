package dev.serai.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the files of the gateway port's certificate. What is in them counts, not their times: an
 * orchestrator swaps links. A pair that is no good changes nothing, and is told once.
 */
final class Certificates {
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final Vertx vertx;
  private final TlsSettings settings;
  private final ShownCertificate shown;
  private String toldOf = "";

  /**
   * @throws IllegalStateException when the files are not a certificate and its key
   */
  Certificates(Vertx vertx, TlsSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    try {
      this.shown = new ShownCertificate(Certificate.read(vertx, settings));
    } catch (IllegalStateException e) {
      throw new IllegalStateException("serai.gateway.tls: " + e.getMessage(), e);
    }
    tell("certificate of the gateway port", shown.current());
  }

  /** Not by {@code updateSSLOptions}: connections that come while that is at work are dropped. */
  void on(HttpServerOptions options) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(VERSIONS)
        .setKeyCertOptions(KeyCertOptions.wrap(shown));
  }

  /** Looks at the files now and then, until Vert.x is closed. */
  void watch() {
    vertx.setPeriodic(
        Math.max(1, settings.reload().toMillis()),
        tick ->
            vertx.executeBlocking(
                () -> {
                  look();
                  return null;
                }));
  }

  /** Blocks. */
  synchronized void look() {
    Certificate read = readable();
    if (read == null || read.content().equals(shown.current().content())) return;
    shown.show(read);
    tell("certificate of the gateway port changed", read);
  }

  private @Nullable Certificate readable() {
    try {
      Certificate read = Certificate.read(vertx, settings);
      toldOf = "";
      return read;
    } catch (IllegalStateException e) {
      String message = String.valueOf(e.getMessage());
      if (!toldOf.equals(message))
        log.atWarn()
            .addKeyValue("reason", message)
            .addKeyValue("ends", shown.current().ends())
            .log("new certificate of the gateway port not taken, the old one stays");
      toldOf = message;
      return null;
    }
  }

  private static void tell(String what, Certificate certificate) {
    boolean over = certificate.ends().isBefore(Instant.now());
    (over ? log.atWarn() : log.atInfo())
        .addKeyValue("subject", certificate.subject())
        .addKeyValue("ends", certificate.ends())
        .log(over ? what + ": it is over" : what);
  }

  Certificate current() {
    return shown.current();
  }
}
