package dev.serai.up;

import dev.serai.call.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which Keycloak {@code up} was asked for. */
sealed interface KeycloakWish {
  /** Nobody signs in; keys work. */
  record None() implements KeycloakWish {}

  /** One that runs already. */
  record Given(String url, Secret clientSecret) implements KeycloakWish {}

  /**
   * One of our own, with demo users.
   *
   * @param port 0 = any free one
   * @param zip the distribution; null = from Maven
   */
  record Own(int port, @Nullable Path zip) implements KeycloakWish {}
}
