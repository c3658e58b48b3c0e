package dev.serai.keycloak;

import dev.serai.call.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Keycloak is and as which client we ask it. What a token must look like is read from the
 * same prefix elsewhere.
 *
 * @param url of the server, without realm; empty: there is no Keycloak
 * @param clientId of a confidential client with a service account
 */
@ConfigurationProperties("serai.keycloak")
public record KeycloakSettings(
    @DefaultValue("") String url,
    @DefaultValue("serai") String realm,
    @DefaultValue("serai-gateway") String clientId,
    @Nullable Secret clientSecret) {

  public KeycloakSettings {
    url = url.strip().replaceFirst("/+$", "");
    if (!url.isEmpty() && !url.matches("https?://[^/]+.*")) {
      throw new IllegalArgumentException(
          "serai.keycloak.url: \"" + url + "\" (expected: http://host:port or https://host)");
    }
  }

  Secret secret() {
    return clientSecret == null ? Secret.of("") : clientSecret;
  }

  boolean none() {
    return url.isEmpty();
  }
}
