package dev.serai.call;

/** A provider that may serve the call, and the model's name there. */
public record Target(Provider provider, String model) {}
