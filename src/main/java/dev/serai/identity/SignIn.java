package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Grants;
import dev.serai.tenants.User;

/**
 * A user who signed in, as the database had it when the token was first seen.
 *
 * @param standing changes when anything about the user does that a token cannot tell
 */
record SignIn(User user, String sid, String standing) {
  Actor actor(Grants grants) {
    return new Actor(Actor.Kind.USER, user.id(), user.name(), sid, grants);
  }

  static Acting.Origin from(String address) {
    return new Acting.Origin("keycloak", address);
  }
}
