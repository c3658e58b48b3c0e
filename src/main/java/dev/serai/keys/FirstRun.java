package dev.serai.keys;

import dev.serai.call.Secret;

/**
 * What the very first start made. Nothing else ever shows the two secrets.
 *
 * @param key of a first virtual key
 */
public record FirstRun(String organization, String project, Secret key, Secret adminToken) {
  /** A bean of this type shows them to whoever started the gateway. */
  public interface Listener {
    void onFirstRun(FirstRun firstRun);
  }
}
