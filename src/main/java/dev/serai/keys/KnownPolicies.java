package dev.serai.keys;

/** Tells whether a routing policy exists, so that a key cannot be given one that does not. */
public interface KnownPolicies {
  boolean exists(String organizationId, String name);
}
