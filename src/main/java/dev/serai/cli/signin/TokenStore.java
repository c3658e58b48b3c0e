package dev.serai.cli.signin;

import java.util.Optional;

/** Where the refresh token of a sign-in is between two commands. */
interface TokenStore {
  /**
   * @throws SignInFailure when it cannot be read
   */
  Optional<String> load();

  /**
   * @throws SignInFailure when it cannot be kept
   */
  void save(String token);

  /** Does nothing when there is none. */
  void forget();

  /**
   * Keeps other processes from refreshing the same token: where Keycloak takes each only once, the
   * second would end the sign-in.
   *
   * @throws SignInFailure when another holds it for too long
   */
  Lock lock();

  /** Held until it is closed. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
