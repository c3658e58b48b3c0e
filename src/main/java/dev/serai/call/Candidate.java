package dev.serai.call;

/**
 * One way to serve the call: this model, at this provider, with this credential. Tried in the order
 * of the list.
 */
public record Candidate(Provider provider, String model, Credential credential) {}
