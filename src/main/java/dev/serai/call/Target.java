package dev.serai.call;

/** A provider that may serve the call, and the model's name there. */
public record Target(Provider provider, String model, Rank rank) {
  /** One of a list that is tried as it stands. */
  public Target(Provider provider, String model) {
    this(provider, model, Rank.LISTED);
  }

  public Target ranked(Rank newRank) {
    return new Target(provider, model, newRank);
  }
}
