package dev.serai.identity;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which access tokens are taken.
 *
 * @param url of Keycloak, without a trailing slash; empty = there is none and no token is taken
 * @param issuer that tokens name, empty = the realm under {@code url}
 * @param audience that tokens must be made for
 * @param clockSkew how far the clocks of Keycloak and of this machine may be apart
 */
@ConfigurationProperties("serai.keycloak")
record TokenSettings(
    @DefaultValue("") String url,
    @DefaultValue("serai") String realm,
    @DefaultValue("") String issuer,
    @DefaultValue("serai-gateway") String audience,
    @DefaultValue("30s") Duration clockSkew) {

  TokenSettings {
    url = url.strip();
    while (url.endsWith("/")) url = url.substring(0, url.length() - 1);
    if (!url.isEmpty()) {
      checked("serai.keycloak.url", url, url, "http://host:port or https://host");
      checked("serai.keycloak.realm", realm, keysUrl(url, realm), "the name of a realm");
    }
    if (issuer.isBlank() && !url.isEmpty()) issuer = url + "/realms/" + realm;
  }

  boolean present() {
    return !url.isEmpty();
  }

  /** Where Keycloak publishes the keys that it signs with. */
  URI keysUrl() {
    return URI.create(keysUrl(url, realm));
  }

  private static String keysUrl(String url, String realm) {
    return url + "/realms/" + realm + "/protocol/openid-connect/certs";
  }

  /** Now, and not when the keys are fetched: nobody hears of it there. */
  private static void checked(String property, String value, String address, String expected) {
    try {
      URI uri = URI.create(address);
      HttpRequest.newBuilder(uri); // takes what can be asked
      if (uri.getPort() < 1 << 16) return;
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new IllegalArgumentException(
        property + ": \"" + value + "\" (expected: " + expected + ")");
  }
}
