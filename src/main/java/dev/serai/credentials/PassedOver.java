package dev.serai.credentials;

/**
 * A way to serve a call that step 3 leaves out.
 *
 * @param credential that may not be used for the model; empty when the provider has none at all
 */
public record PassedOver(String provider, String model, String credential) {}
