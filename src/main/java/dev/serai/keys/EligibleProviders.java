package dev.serai.keys;

import dev.serai.call.Caller;

/** Tells whether any provider would serve a key, so that nobody is handed one that does nothing. */
@FunctionalInterface
public interface EligibleProviders {
  /**
   * @param caller as a call with the key would have it; policy empty = what its user inherits
   */
  boolean any(Caller caller);
}
