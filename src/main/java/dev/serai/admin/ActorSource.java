package dev.serai.admin;

import dev.serai.access.Actor;
import dev.serai.call.Secret;
import java.util.Optional;

/** A bean of this type knows one kind of bearer that the admin port takes. */
public interface ActorSource {
  /**
   * Who presents it. May ask the database; must not ask anything slower without a deadline.
   *
   * @param address of the client
   * @return empty when it is none of this kind
   * @throws Problem 401 when it is of this kind and not taken, with the reason
   */
  Optional<Actor> actor(Secret bearer, String address);
}
