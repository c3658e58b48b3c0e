package dev.serai.offboarding;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Grants;

/** In whose name is written down what Keycloak's news lead to. */
final class Keycloaks {
  static final Acting.Origin ORIGIN = new Acting.Origin("keycloak", "");

  private Keycloaks() {}

  static Actor actor(String organization) {
    return new Actor(Actor.Kind.SYSTEM, "keycloak", "keycloak", "", Grants.none(organization));
  }
}
