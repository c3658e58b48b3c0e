package dev.serai.providers;

import dev.serai.call.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a provider may be, wherever it is written down. Each rule tells what was expected when it is
 * broken, and nothing when it is kept.
 */
public final class ProviderRules {
  /** It is the prefix of a model's name, up to the first slash. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /** What {@code http} may be. */
  public static final String HTTP = "auto, 1 or 2";

  private static final int PEM_MAX = 256 * 1024;

  private ProviderRules() {}

  /** Of a provider, and of what is named in paths of the admin API. */
  public static Optional<String> name(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("letters, digits and . _ -, without a slash");
  }

  /** The text is not to be repeated: it may hold a password. Empty stands for the type's. */
  public static Optional<String> baseUrl(String url) {
    return url.isEmpty() || usable(url)
        ? Optional.empty()
        : Optional.of("http:// or https://, a host, and maybe a path");
  }

  private static boolean usable(String url) {
    try {
      URI uri = new URI(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** The text is not to be repeated: it may hold a password. */
  public static Optional<String> proxy(String proxy) {
    return proxy.isEmpty() || proxy.equals(Provider.Network.NO_PROXY) || usableProxy(proxy)
        ? Optional.empty()
        : Optional.of("http://host:port without a password, or none");
  }

  private static boolean usableProxy(String proxy) {
    if (!usable(proxy)) return false;
    URI uri = URI.create(proxy);
    return "http".equals(uri.getScheme())
        && uri.getPort() > 0
        && uri.getPort() <= 65_535
        && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
  }

  public static Optional<String> caCertificates(String pem) {
    if (pem.isEmpty()) return Optional.empty();
    try (InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      if (pem.length() <= PEM_MAX
          && !CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty())
        return Optional.empty();
    } catch (CertificateException | IOException _) {
      // told below
    }
    return Optional.of("certificates as PEM, at most 256 KB");
  }

  public static Optional<String> timeout(Duration time) {
    try {
      if (time.toMillis() > 0) return Optional.empty();
    } catch (ArithmeticException _) {
      // longer than anybody waits
    }
    return Optional.of("a duration such as 500ms, 30s or 10m");
  }

  /** A type without an address of its own. */
  public static Optional<String> neededUrl(ProviderType type, String url) {
    return type.baseUrl().isEmpty() && url.isEmpty()
        ? Optional.of("a URL, as this type has none")
        : Optional.empty();
  }

  /** A type of which nobody knows what it serves. */
  public static Optional<String> neededModels(ProviderType type, List<String> models) {
    return type.prices().isEmpty() && type.models().isEmpty() && models.isEmpty()
        ? Optional.of("a list of names or patterns, as the catalogue has none of this type")
        : Optional.empty();
  }
}
