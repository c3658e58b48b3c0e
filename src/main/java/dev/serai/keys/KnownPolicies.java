package dev.serai.keys;

import dev.serai.tenants.PolicyNames;

/** Tells whether a routing policy exists, so that a key cannot be given one that does not. */
public interface KnownPolicies extends PolicyNames {}
