package dev.serai.testing;

import dev.serai.access.Actor;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.call.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Actors as a test wants them, by bearers of its own. */
public final class TestActors implements ActorSource {
  private final Map<String, Actor> actors = new ConcurrentHashMap<>();

  @Override
  public Optional<Actor> actor(Secret bearer, String address) {
    return Optional.ofNullable(actors.get(bearer.reveal()));
  }

  /**
   * @return the bearer
   */
  public String add(Actor actor) {
    String bearer = "test-" + actor.kind().text() + "-" + actor.id();
    actors.put(bearer, actor);
    return bearer;
  }

  /** Somebody who signed in, with these grants and no others. */
  public String user(String id, String organization, Grant... grants) {
    return add(
        new Actor(Actor.Kind.USER, id, id, "sid-" + id, new Grants(organization, List.of(grants))));
  }

  /** A user who may do exactly this, in the whole organization. */
  public String allowed(String id, String organization, Permission... permissions) {
    return user(id, organization, Grant.everywhere(organization, Set.of(permissions)));
  }
}
