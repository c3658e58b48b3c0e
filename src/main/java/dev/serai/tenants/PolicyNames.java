package dev.serai.tenants;

/** Tells whether a routing policy exists, so that nobody inherits one that does not. */
@FunctionalInterface
public interface PolicyNames {
  boolean exists(String organizationId, String name);
}
