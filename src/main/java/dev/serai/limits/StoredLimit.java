package dev.serai.limits;

import dev.serai.providers.Owner;
import java.time.Instant;
import java.util.List;

/** A limit as the database has it. */
public record StoredLimit(Limit limit, Owner owner, Instant createdAt, Instant updatedAt) {
  /**
   * What makes a limit of a file the same one when the file is read again.
   *
   * @param window with its zone and anchor
   */
  public record Identity(
      Scope scope,
      String target,
      Measure measure,
      Window window,
      String provider,
      List<String> models) {
    public static Identity of(Limit limit) {
      return new Identity(
          limit.scope(),
          limit.target(),
          limit.measure(),
          limit.window(),
          limit.filter().provider(),
          limit.filter().models());
    }
  }

  public Identity identity() {
    return Identity.of(limit);
  }

  /** Whether cap, options and the target's name are the same. */
  public boolean says(Limit other) {
    return limit.cap() == other.cap()
        && limit.targetName().equals(other.targetName())
        && LimitOptions.of(limit).equals(LimitOptions.of(other));
  }

  /** Changed by an administrator: what a user had set on a session of theirs is so no more. */
  StoredLimit with(Limit changed, Instant now) {
    Owner changer = owner == Owner.USER ? Owner.API : owner;
    return new StoredLimit(changed, changer, createdAt, now);
  }
}
