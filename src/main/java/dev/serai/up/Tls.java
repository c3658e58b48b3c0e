package dev.serai.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A certificate with its key for both ports. */
record Tls(Path certificate, Path key) {
  /**
   * @return null when neither is given
   * @throws Problem when one is, or a file cannot be read
   */
  static @Nullable Tls of(@Nullable Path certificate, @Nullable Path key) {
    if (certificate == null && key == null) return null;
    if (certificate == null || key == null)
      throw Problem.usage("--tls-cert and --tls-key go together");
    readable("--tls-cert", certificate);
    readable("--tls-key", key);
    return new Tls(certificate.toAbsolutePath(), key.toAbsolutePath());
  }

  private static void readable(String option, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file))
      throw Problem.usage(
          option + " " + file + (Files.exists(file) ? " cannot be read" : " does not exist"));
  }

  /** Of both ports; each looks for changes of the files by itself. */
  Map<String, Object> properties() {
    String bundle = "spring.ssl.bundle.pem.serai";
    return Map.of(
        "serai.gateway.tls.certificate",
        certificate,
        "serai.gateway.tls.key",
        key,
        bundle + ".keystore.certificate",
        certificate.toUri(),
        bundle + ".keystore.private-key",
        key.toUri(),
        bundle + ".options.enabled-protocols",
        "TLSv1.3,TLSv1.2",
        bundle + ".reload-on-update",
        true,
        "server.ssl.bundle",
        "serai");
  }
}
