package dev.serai.cli.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who may vouch for a server. */
public final class Authorities {
  private Authorities() {}

  /**
   * From now on all of this process trusts the certificates of a file too: one default for every
   * client that is made, so that none can be forgotten.
   *
   * @param pem certificates, PEM, or one as DER
   * @throws IOException why not, in a sentence without the file's name
   */
  public static void trust(Path pem) throws IOException {
    try {
      SSLContext.setDefault(with(read(pem)));
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot use it: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> read(Path pem) throws IOException {
    if (!Files.isRegularFile(pem)) throw new IOException("there is no such file");
    if (!Files.isReadable(pem)) throw new IOException("it cannot be read");
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!all.isEmpty()) return all;
    } catch (CertificateException e) {
      // told below
    }
    throw new IOException("it has no certificate in PEM form");
  }

  private static SSLContext with(Collection<? extends Certificate> more)
      throws GeneralSecurityException, IOException {
    List<Certificate> all = new ArrayList<>(more);
    all.addAll(List.of(trusting(null).getAcceptedIssuers()));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < all.size(); i++) store.setCertificateEntry("ca-" + i, all.get(i));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trusting(store)}, null);
    return context;
  }

  /**
   * @param store null = the JDK's, or what {@code javax.net.ssl.trustStore} names
   */
  private static X509TrustManager trusting(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers())
      if (each instanceof X509TrustManager certificates) return certificates;
    throw new GeneralSecurityException("no trust in certificates");
  }
}
