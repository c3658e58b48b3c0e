package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test, which nobody trusts unasked; made by the JDK's keytool. */
public final class TestAuthority {
  static final String PASSWORD = "changeit";

  private final Path store;
  private final Path pem;

  private TestAuthority(Path folder) {
    this.store = folder.resolve("authority.p12");
    this.pem = folder.resolve("ca.pem");
  }

  /**
   * @param folder of the test, empty
   */
  public static TestAuthority in(Path folder) {
    TestAuthority authority = new TestAuthority(folder);
    authority.keytool(
        "-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
    authority.keytool("-exportcert", "-rfc", "-alias", "ca", "-file", authority.pem.toString());
    return authority;
  }

  /** What a user is given to trust. */
  public Path pem() {
    return pem;
  }

  /**
   * @param name of the entry, as {@link TlsFront} takes it
   * @param more options of keytool, as {@code -ext san=ip:127.0.0.1}
   */
  public TestAuthority issue(String name, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-signer", "ca"));
    command.addAll(List.of(more));
    keytool(command.toArray(String[]::new));
    return this;
  }

  /** With one for 127.0.0.1 that is called "server". */
  public TestAuthority issue() {
    return issue("server", "-ext", "san=ip:127.0.0.1,dns:localhost");
  }

  /** Certificate, with the authority's behind it, and key of an entry, as servers read them. */
  public void write(String name, Path certificate, Path key) {
    try (var in = Files.newInputStream(store)) {
      KeyStore entries = KeyStore.getInstance("PKCS12");
      entries.load(in, PASSWORD.toCharArray());
      StringBuilder chain = new StringBuilder();
      for (var each : entries.getCertificateChain(name))
        chain.append(pem("CERTIFICATE", each.getEncoded()));
      byte[] secret = entries.getKey(name, PASSWORD.toCharArray()).getEncoded();
      Files.writeString(certificate, chain);
      Files.writeString(key, pem("PRIVATE KEY", secret));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /** Of a client that trusts this authority alone. */
  public SSLContext client() {
    try (var in = Files.newInputStream(pem)) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path store() {
    return store;
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    if (arguments[0].equals("-genkeypair"))
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    try {
      Path said = Files.createTempFile("keytool", "");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean done = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
      String text = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(said);
      if (!done) throw new IllegalStateException(command + ": " + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
