package dev.serai.up;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Keycloak of this run: none, somebody else's, or our own that stops with us. */
final class Keycloak implements AutoCloseable {
  private final @Nullable OwnKeycloak own;

  private Keycloak(@Nullable OwnKeycloak own) {
    this.own = own;
  }

  /** Tells the gateway where it is; starts nothing yet. */
  static Keycloak of(UpSettings settings, DataFolder data, Progress progress) {
    return switch (settings.keycloak()) {
      case KeycloakWish.None() -> {
        set("", "");
        yield new Keycloak(null);
      }
      case KeycloakWish.Given given -> {
        set(given.url(), given.clientSecret().reveal());
        progress.fact("keycloak", given.url());
        yield new Keycloak(null);
      }
      case KeycloakWish.Own wish -> {
        int port = wish.port() == 0 ? KeycloakProcess.anyPort() : wish.port();
        OwnKeycloak own =
            new OwnKeycloak(data, wish, port, List.of(settings.ports().adminUrl()), progress);
        set(own.url(), own.clientSecret().reveal());
        yield new Keycloak(own);
      }
    };
  }

  private static void set(String url, String secret) {
    System.setProperty("serai.keycloak.url", url);
    System.setProperty("serai.keycloak.client-secret", secret);
  }

  /** In the background; the gateway is ready. */
  void start() {
    if (own != null) own.start();
  }

  void stopAtOnce() {
    if (own != null) own.stopAtOnce();
  }

  @Override
  public void close() {
    if (own != null) own.close();
  }
}
