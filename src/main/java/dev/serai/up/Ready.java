package dev.serai.up;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Waits until the gateway itself says that it may be sent traffic. */
final class Ready {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private Ready() {}

  static void await(Ports ports, Stop stop) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    String answer = "";
    while (System.nanoTime() < end && !stop.asked()) {
      answer = ask(ports.gatewayUrl() + "/readyz");
      if (answer.equals("200")) return;
      stop.pause(Duration.ofMillis(50));
    }
    if (stop.asked()) return;
    throw Problem.failed(
        "the gateway is not ready after " + AT_MOST.toSeconds() + " s: /readyz says " + answer);
  }

  private static String ask(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      if (connection instanceof HttpsURLConnection tls) takesAnyName(tls);
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(10_000);
      try {
        return String.valueOf(connection.getResponseCode());
      } finally {
        connection.disconnect();
      }
    } catch (IOException | GeneralSecurityException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * This is our own port on this machine, which the certificate does not name; nothing is sent but
   * the question.
   */
  private static void takesAnyName(HttpsURLConnection connection) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
  }

  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
