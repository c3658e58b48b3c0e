package dev.serai.call;

/** One account at a provider. Carries the circuit breaker under its id. */
public record Credential(String id, String name, String provider, Secret secret) {}
