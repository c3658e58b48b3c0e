package dev.serai.credentials;

import java.util.Map;

/** How credentials fare on this replica. */
@FunctionalInterface
public interface CredentialStates {
  /** {@code closed}, {@code open} or {@code half_open}, by id; without those never used. */
  Map<String, String> states();
}
