package dev.serai.roles;

import static dev.serai.access.Permission.API_KEYS_MANAGE;
import static dev.serai.access.Permission.API_KEYS_VIEW;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.secrets.RandomText;
import dev.serai.tenants.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes and revokes API keys. They hold at the whole organization, so that is where to manage. */
@Component
class ApiKeys {
  static final String PREFIX = "sk-serai-";

  private static final int RANDOM = 26;
  private static final int SHOWN = PREFIX.length() + 4;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:/+-]{0,99}");

  private final ApiKeyStore store;
  private final Tenants tenants;
  private final Mutations mutations;
  private final Changes changes;
  private final Pepper pepper;
  private final InstantSource clock = InstantSource.system();

  ApiKeys(ApiKeyStore store, Tenants tenants, Mutations mutations, Changes changes, Pepper pepper) {
    this.store = store;
    this.tenants = tenants;
    this.mutations = mutations;
    this.changes = changes;
    this.pepper = pepper;
  }

  List<ApiKey> list(String name, String after, int limit) {
    may(API_KEYS_VIEW);
    return store.list(organization(), name, after, limit);
  }

  ApiKey get(String id) {
    may(API_KEYS_VIEW);
    return found(id);
  }

  /**
   * In the caller's transaction.
   *
   * @param expiresAt null = never
   */
  IssuedApiKey create(String wanted, List<String> permissions, @Nullable Instant expiresAt) {
    may(API_KEYS_MANAGE);
    String name = wanted.strip();
    if (!NAME.matcher(name).matches())
      throw Problem.invalid(
          "name",
          "1 to 100 letters, digits, spaces or . _ @ : / + -, starting with a letter or digit");
    Set<Permission> checked = PermissionList.sent(permissions);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (expiresAt != null && !expiresAt.isAfter(now))
      throw Problem.invalid("expiresAt", "a time to come");
    HandedOn.check(checked, Place.organization(organization()));
    outlivesNobody(expiresAt);
    long revision = changes.bump(); // nobody leaves meanwhile
    String maker = maker();
    if (store.left(maker))
      throw new Problem(
          HttpStatus.UNAUTHORIZED, "account_ended", "The user in whose name this is left.");
    if (store.taken(organization(), name))
      throw Problem.conflict("name_taken", "There is an API key " + name + " already.");
    Secret secret = Secret.of(PREFIX + RandomText.of(RANDOM));
    ApiKey key =
        new ApiKey(
            RequestId.next(),
            name,
            secret.reveal().substring(0, SHOWN),
            PermissionList.texts(checked),
            "",
            Acting.actor().map(Actor::name).orElse("system"),
            maker,
            now,
            expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS),
            null);
    store.insert(
        organization(), key, PermissionList.json(checked), pepper.hash(secret.reveal()), revision);
    mutations.created("api-key.create", "api-key", key.id(), key);
    return new IssuedApiKey(key, secret);
  }

  /** For good. */
  ApiKey revoke(String id, @Nullable String match) {
    may(API_KEYS_MANAGE);
    return mutations.update(
        new Mutations.Target("api-key.revoke", "api-key", id, match),
        () -> found(id),
        key -> {
          if (key.revokedAt() != null) return key;
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          store.revoke(id, now, changes.bump());
          return key.revoked(now);
        });
  }

  /** User with whom a new key ends; a key that makes keys ends with its own. */
  private String maker() {
    Actor actor = Acting.actor().orElse(null);
    if (actor == null) return "";
    return switch (actor.kind()) {
      case USER -> actor.id();
      case API_KEY -> store.find(organization(), actor.id()).map(ApiKey::createdById).orElse("");
      case BREAK_GLASS, SYSTEM -> "";
    };
  }

  /** A key that makes keys does not live on in one of them. */
  private void outlivesNobody(@Nullable Instant expiresAt) {
    Actor actor = Acting.actor().orElse(null);
    if (actor == null || actor.kind() != Actor.Kind.API_KEY) return;
    Instant end = store.find(organization(), actor.id()).map(ApiKey::expiresAt).orElse(null);
    if (end != null && (expiresAt == null || expiresAt.isAfter(end)))
      throw new Problem(
          HttpStatus.FORBIDDEN,
          "more_than_held",
          "A key cannot make one that works longer than itself: until " + end + " at most.");
  }

  private ApiKey found(String id) {
    return store.find(organization(), id).orElseThrow(() -> Problem.notFound("API key", id));
  }

  private void may(Permission permission) {
    if (!Acting.may(permission, Place.organization(organization())))
      throw Problem.forbidden(permission);
  }

  private String organization() {
    return tenants.current().id();
  }
}
