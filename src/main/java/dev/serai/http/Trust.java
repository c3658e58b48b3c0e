package dev.serai.http;

import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe on TLS: the JDK's authorities and those of an administrator. Host names are
 * always checked.
 */
final class Trust {
  private static final int MAX = 1000;

  /** By their PEM: made once for all event loops. */
  private static final Map<String, TrustOptions> KNOWN = new ConcurrentHashMap<>();

  private Trust() {}

  /**
   * @return null for the JDK's alone
   * @throws IllegalStateException when the text is no certificates
   */
  static @Nullable TrustOptions beside(String pem) {
    if (pem.isEmpty()) return null;
    if (KNOWN.size() >= MAX) KNOWN.clear();
    return KNOWN.computeIfAbsent(pem, Trust::made);
  }

  /** At the start: a file that is none is told at once. */
  static String read(@Nullable Path file) {
    if (file == null || file.toString().isEmpty()) return "";
    try {
      String pem = Files.readString(file);
      beside(pem);
      return pem;
    } catch (IOException | IllegalStateException e) {
      throw new IllegalStateException(
          "serai.upstream.ca-file: " + file + " (expected: a file with PEM certificates)", e);
    }
  }

  private static TrustOptions made(String pem) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (X509Certificate known : authorities(null))
        all.setCertificateEntry("c" + number++, known);
      byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
      int ours = number;
      for (Certificate own :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes)))
        all.setCertificateEntry("c" + number++, own);
      if (number == ours) throw new IllegalStateException("no certificate");
      return TrustOptions.wrap(manager(all));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no certificates", e);
    }
  }

  private static X509Certificate[] authorities(@Nullable KeyStore store)
      throws GeneralSecurityException {
    return manager(store).getAcceptedIssuers();
  }

  /**
   * @param store null = the JDK's
   */
  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers())
      if (manager instanceof X509TrustManager x509) return x509;
    throw new IllegalStateException("no X.509 trust manager");
  }
}
