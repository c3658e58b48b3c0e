package dev.serai.models;

/**
 * A name that a key may ask for.
 *
 * @param provider the first one in the policy's order that serves it
 * @param ownedBy family of the model's maker, {@code serai} for an alias
 */
public record VisibleModel(String id, String provider, String ownedBy) {}
