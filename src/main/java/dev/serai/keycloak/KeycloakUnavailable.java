package dev.serai.keycloak;

/**
 * Keycloak did not do what it was asked: it cannot be reached, takes too long, does not let us in,
 * or answers with an error. The message is a sentence that says which, without secrets.
 */
public final class KeycloakUnavailable extends RuntimeException {
  KeycloakUnavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  KeycloakUnavailable(String sentence) {
    super(sentence);
  }
}
