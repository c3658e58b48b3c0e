package dev.serai.access;

import java.util.Optional;
import java.util.Set;

/**
 * The actor of the running request, and where it came from. Bound by the admin port around each
 * request; what runs outside of one, at start-up or on a timer, has none. Not inherited by threads
 * that a request starts.
 */
public final class Acting {
  private static final ScopedValue<Acting> CURRENT = ScopedValue.newInstance();

  private final Actor actor;
  private final Origin origin;

  private Acting(Actor actor, Origin origin) {
    this.actor = actor;
    this.origin = origin;
  }

  /**
   * Where a change was asked for.
   *
   * @param surface such as {@code api}, {@code cli}, {@code keycloak}, {@code file}
   * @param address of the client, empty for what has none
   */
  public record Origin(String surface, String address) {
    public static final Origin SYSTEM = new Origin("system", "");
  }

  public static <T, X extends Throwable> T as(
      Actor actor, Origin origin, ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, new Acting(actor, origin)).call(work);
  }

  /** Empty outside of a request. */
  public static Optional<Actor> actor() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get().actor) : Optional.empty();
  }

  public static Origin origin() {
    return CURRENT.isBound() ? CURRENT.get().origin : Origin.SYSTEM;
  }

  /**
   * Whether the actor of this request may; what runs outside of a request is the gateway itself and
   * may.
   */
  public static boolean may(Permission permission, Place place) {
    return actor().map(actor -> actor.may(permission, place)).orElse(true);
  }

  /** What a list may show to the actor of this request; outside of one, everything. */
  public static Grants.Where where(Permission permission) {
    return actor()
        .map(actor -> actor.grants().where(permission))
        .orElseGet(() -> new Grants.Where(true, Set.of(), Set.of()));
  }
}
