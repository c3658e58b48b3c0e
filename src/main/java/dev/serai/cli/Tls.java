package dev.serai.cli;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Why a secured connection did not come about, in words of those who have to mend it. */
final class Tls {
  private Tls() {}

  static String why(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) return "its certificate has expired";
      if (cause instanceof CertificateNotYetValidException)
        return "its certificate is not valid yet (or this machine's clock is behind)";
      String text = String.valueOf(cause.getMessage());
      if (text.contains("unable to find valid certification path"))
        return "its certificate comes from nobody that this machine's Java trusts";
      if (text.contains("No subject alternative") || text.contains("No name matching"))
        return "its certificate is for another name";
      if (text.contains("Unsupported or unrecognized SSL message"))
        return "it does not speak TLS on that port";
    }
    return "TLS: " + e.getMessage();
  }

  static String advice(SSLException e) {
    return switch (why(e)) {
      case "its certificate has expired" -> "have it renewed where the gateway runs";
      case "its certificate is for another name" -> "use the name that the certificate has";
      case "it does not speak TLS on that port" -> "use http://, or the port that speaks TLS";
      case "its certificate comes from nobody that this machine's Java trusts" ->
          "import your company's CA: keytool -importcert -cacerts -alias company -file ca.pem";
      default -> "try: serai doctor";
    };
  }
}
