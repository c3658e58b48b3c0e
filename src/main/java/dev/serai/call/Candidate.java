package dev.serai.call;

/**
 * One way to serve the call: this model, at this provider, with this credential. Tried in the order
 * of the list.
 *
 * @param rank of its target
 */
public record Candidate(Provider provider, String model, Credential credential, Rank rank) {
  /** One of a list that is tried as it stands. */
  public Candidate(Provider provider, String model, Credential credential) {
    this(provider, model, credential, Rank.LISTED);
  }

  /**
   * What breaker, places and latency belong to: the provider itself when it needs no credential.
   */
  public String account() {
    return credential.id().isEmpty() ? provider.name() : credential.id();
  }
}
