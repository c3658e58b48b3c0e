package dev.serai.keycloak;

import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/** Keycloak's admin client with deadlines, and one exception for all that goes wrong with it. */
final class AdminClient implements AutoCloseable {
  private static final long CONNECT_MILLIS = 2_000;

  private final String url;
  private final Keycloak keycloak;

  private AdminClient(String url, Keycloak keycloak) {
    this.url = url;
    this.keycloak = keycloak;
  }

  /** As a client with a service account in the realm. */
  static AdminClient ofService(String url, String realm, String clientId, String secret) {
    return new AdminClient(
        url,
        KeycloakBuilder.builder()
            .serverUrl(url)
            .realm(realm)
            .grantType("client_credentials")
            .clientId(clientId)
            .clientSecret(secret)
            .resteasyClient(http(5_000))
            .build());
  }

  /** As an administrator of the whole server. Making a realm takes it seconds. */
  static AdminClient ofAdministrator(String url, String user, String password) {
    return new AdminClient(
        url,
        KeycloakBuilder.builder()
            .serverUrl(url)
            .realm("master")
            .clientId("admin-cli")
            .username(user)
            .password(password)
            .resteasyClient(http(60_000))
            .build());
  }

  private static Client http(long readMillis) {
    return ClientBuilder.newBuilder()
        .connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .readTimeout(readMillis, TimeUnit.MILLISECONDS)
        .register(JacksonProvider.class, 100)
        .build();
  }

  /**
   * @throws KeycloakUnavailable when that fails in any way
   */
  <T extends @Nullable Object> T ask(Function<Keycloak, T> question) {
    try {
      try {
        return question.apply(keycloak);
      } catch (NotAuthorizedException e) {
        // our token is not taken any more, after a restart for instance; the client has dropped it
        return question.apply(keycloak);
      }
    } catch (WebApplicationException e) {
      throw new KeycloakUnavailable(answered(e), e);
    } catch (ProcessingException e) {
      throw new KeycloakUnavailable(failed(e), e);
    }
  }

  private String answered(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 400, 401 -> "Keycloak at " + url + " does not let us in: wrong client, user or secret";
      case 403 -> "Keycloak at " + url + " does not let this client or user do that";
      case 404 -> "Keycloak at " + url + " does not know this realm";
      default -> "Keycloak at " + url + " answers " + status;
    };
  }

  /** The client wraps answers to its request for a token, too. */
  private String failed(ProcessingException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      if (cause instanceof WebApplicationException answer) return answered(answer);
      cause = cause.getCause();
    }
    if (cause instanceof WebApplicationException answer) return answered(answer);
    return "Keycloak at " + url + " cannot be reached: " + cause.getMessage();
  }

  @Override
  public void close() {
    keycloak.close();
  }
}
