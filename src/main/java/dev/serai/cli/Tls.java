package dev.serai.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Why a secured connection did not come about, in words of those who have to mend it. */
enum Tls {
  EXPIRED("its certificate has expired", "have it renewed where the gateway runs"),
  EARLY("its certificate is not valid yet", "check this machine's clock: serai doctor"),
  UNTRUSTED(
      "its certificate comes from nobody that this machine's Java trusts",
      "import your company's CA: keytool -importcert -cacerts -alias company -file ca.pem"),
  NAME("its certificate is for another name", "use the name that the certificate has"),
  PLAIN("it does not speak TLS on that port", "use http://, or the port that speaks TLS"),
  OTHER("TLS failed", "try: serai doctor"),
  /** Something else went wrong. */
  NONE("", "");

  final String why;
  final String advice;

  Tls(String why, String advice) {
    this.why = why;
    this.advice = advice;
  }

  /**
   * For a client that only speaks http, and asks for one all the same: it trusts nobody. Java's own
   * reads all certificates that it trusts, which takes as long as the rest of the start.
   */
  static SSLContext unused() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  static Tls of(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Tls known = one(cause);
      if (known != NONE) return known;
    }
    return e.getClass().getSimpleName().startsWith("SSL") ? OTHER : NONE;
  }

  private static Tls one(Throwable cause) {
    if (cause instanceof CertificateExpiredException) return EXPIRED;
    if (cause instanceof CertificateNotYetValidException) return EARLY;
    String text = String.valueOf(cause.getMessage());
    if (text.contains("unable to find valid certification path")) return UNTRUSTED;
    if (text.contains("No subject alternative") || text.contains("No name matching")) return NAME;
    return text.contains("Unsupported or unrecognized SSL message") ? PLAIN : NONE;
  }
}
