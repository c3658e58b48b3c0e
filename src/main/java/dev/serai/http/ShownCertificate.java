package dev.serai.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake shows: the certificate of the moment. A handshake asks several times and gets
 * the key of the certificate that it began with, though another one has taken its place.
 */
final class ShownCertificate extends X509ExtendedKeyManager {
  private record Pair(Certificate current, Certificate before) {}

  private volatile Pair pair;

  ShownCertificate(Certificate first) {
    this.pair = new Pair(first, first);
  }

  void show(Certificate next) {
    pair = new Pair(next, pair.current());
  }

  Certificate current() {
    return pair.current();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Certificate now = pair.current();
    String alias = now.keys().chooseServerAlias(keyType, issuers, null);
    return alias == null ? null : now.content() + alias;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Certificate now = pair.current();
    String alias = now.keys().chooseServerAlias(keyType, issuers, socket);
    return alias == null ? null : now.content() + alias;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return of(alias).getCertificateChain(own(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return of(alias).getPrivateKey(own(alias));
  }

  private X509KeyManager of(String alias) {
    Pair known = pair;
    return alias.startsWith(known.before().content())
        ? known.before().keys()
        : known.current().keys();
  }

  /** All contents are of one length. */
  private String own(String alias) {
    return alias.substring(pair.current().content().length());
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return pair.current().keys().getServerAliases(keyType, issuers);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
