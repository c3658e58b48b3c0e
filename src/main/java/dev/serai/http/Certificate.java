package dev.serai.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * The certificate that the gateway port shows, with its key: tried before it is used, so that a
 * pair that does not fit is told instead of failing every handshake.
 *
 * @param content tells it apart from another one; says nothing of the key
 * @param ends when clients take it no more
 */
record Certificate(X509KeyManager keys, String content, String subject, Instant ends) {
  private static final byte[] PROOF = {1, 2, 3, 4};

  /**
   * Blocks.
   *
   * @throws IllegalStateException when the files are not a certificate and its key
   */
  static Certificate read(Vertx vertx, TlsSettings settings) {
    Path chainFile = Objects.requireNonNull(settings.certificate());
    Path keyFile = Objects.requireNonNull(settings.key());
    try {
      byte[] chain = Files.readAllBytes(chainFile);
      byte[] key = Files.readAllBytes(keyFile);
      X509Certificate own =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(chain))
                  .iterator()
                  .next();
      X509KeyManager keys = keys(vertx, chain, key);
      prove(own, keys.getPrivateKey(alias(keys, own)));
      return new Certificate(
          keys,
          content(chain, key),
          own.getSubjectX500Principal().getName(),
          own.getNotAfter().toInstant());
      // the file system, the JDK and Vert.x tell it each in its own way
    } catch (Exception e) {
      throw new IllegalStateException(
          chainFile
              + " and "
              + keyFile
              + " are no certificate and its key, both PEM, the key PKCS#8 and not encrypted ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static X509KeyManager keys(Vertx vertx, byte[] chain, byte[] key) throws Exception {
    PemKeyCertOptions options =
        new PemKeyCertOptions().setCertValue(Buffer.buffer(chain)).setKeyValue(Buffer.buffer(key));
    for (KeyManager manager : options.getKeyManagerFactory(vertx).getKeyManagers())
      if (manager instanceof X509KeyManager keys) return keys;
    throw new GeneralSecurityException("no X.509 key manager");
  }

  private static String alias(X509KeyManager keys, X509Certificate own)
      throws GeneralSecurityException {
    String algorithm = own.getPublicKey().getAlgorithm();
    String[] names = keys.getServerAliases(algorithm, null);
    if (names == null || names.length == 0)
      throw new GeneralSecurityException("the key is not for a certificate with " + algorithm);
    return names[0];
  }

  private static void prove(X509Certificate own, PrivateKey key) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROOF);
    byte[] signed = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(PROOF);
    if (!signature.verify(signed))
      throw new GeneralSecurityException("the key belongs to another certificate");
  }

  private static String content(byte[] chain, byte[] key) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(chain);
    digest.update((byte) 0);
    return HexFormat.of().formatHex(digest.digest(key));
  }
}
