package dev.serai.roles;

import dev.serai.access.Actor;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.admin.Problem;
import dev.serai.call.KeyHash;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Knows API keys by their hashes, from memory. */
@Component
final class ApiKeyActors implements ActorSource {
  private static final Logger log = LoggerFactory.getLogger(ApiKeyActors.class);

  private final JdbcClient jdbc;
  private final Pepper pepper;
  private final InstantSource clock;
  private volatile Map<KeyHash, Known> known = Map.of();

  /** Of the refresh thread alone. */
  private long seen;

  @Autowired
  ApiKeyActors(JdbcClient jdbc, Changes changes, Pepper pepper) {
    this(jdbc, changes, pepper, InstantSource.system());
  }

  ApiKeyActors(JdbcClient jdbc, Changes changes, Pepper pepper, InstantSource clock) {
    this.jdbc = jdbc;
    this.pepper = pepper;
    this.clock = clock;
    changes.onChange(this::refresh);
  }

  private record Known(Actor actor, @Nullable Instant expiresAt, boolean revoked) {}

  @Override
  public Optional<Actor> actor(Secret bearer, String address) {
    if (!bearer.reveal().startsWith(ApiKeys.PREFIX)) return Optional.empty();
    Known key = known.get(pepper.hash(bearer.reveal()));
    if (key == null) throw refused("api_key_unknown", "This API key is not known.");
    if (key.revoked()) throw refused("api_key_revoked", "This API key was revoked.");
    if (key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt()))
      throw refused("api_key_expired", "This API key expired at " + key.expiresAt() + ".");
    return Optional.of(key.actor());
  }

  private static Problem refused(String code, String why) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, why);
  }

  private void refresh() {
    // revisions only grow, and keys are never deleted
    long revision =
        jdbc.sql("select coalesce(max(revision), 0) from api_keys").query(Long.class).single();
    if (revision == seen) return;
    Map<KeyHash, Known> all = new HashMap<>();
    jdbc.sql(
            """
            select hash, id, organization_id, name, permissions::text, expires_at, revoked_at
            from api_keys
            """)
        .query(
            row -> {
              var expires = row.getTimestamp(6);
              all.put(
                  KeyHash.of(row.getBytes(1)),
                  new Known(
                      actor(row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                      expires == null ? null : expires.toInstant(),
                      row.getTimestamp(7) != null));
            });
    known = all;
    seen = revision;
  }

  private static Actor actor(String id, String organization, String name, String permissions) {
    PermissionList list = PermissionList.stored(permissions);
    if (!list.broken().isEmpty())
      log.atError()
          .addKeyValue("key", id)
          .addKeyValue("why", list.broken())
          .log("an API key's permissions are not understood and grant nothing");
    Set<Permission> granted = list.permissions();
    return new Actor(
        Actor.Kind.API_KEY,
        id,
        name,
        "",
        new Grants(organization, List.of(Grant.everywhere(organization, granted))));
  }
}
