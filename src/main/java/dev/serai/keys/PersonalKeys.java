package dev.serai.keys;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.OpenSignIn;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.keys.VirtualKey.Status;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What users do with keys of their own, which are those in their personal project; each method is
 * about the user of the request. Routing and limits of such a key are inherited: it carries no
 * policy.
 *
 * <p>All throw {@link Problem}: 404 for a key that is not there or not one's own, 409 for a revoked
 * one, 422 for a wrong value.
 */
final class PersonalKeys {
  private static final String KEY = "key";

  private final KeyStore store;
  private final Users users;
  private final EligibleProviders eligible;
  private final OpenSignIn signIn;
  private final Mutations mutations;
  private final Changes changes;
  private final Pepper pepper;
  private final InstantSource clock;

  PersonalKeys(
      KeyStore store,
      Users users,
      EligibleProviders eligible,
      OpenSignIn signIn,
      Mutations mutations,
      Changes changes,
      Pepper pepper,
      InstantSource clock) {
    this.store = store;
    this.users = users;
    this.eligible = eligible;
    this.signIn = signIn;
    this.mutations = mutations;
    this.changes = changes;
    this.pepper = pepper;
    this.clock = clock;
  }

  /**
   * In the caller's transaction.
   *
   * @throws Problem 401 when the sign-in has ended; 409 when the device has a key already, when no
   *     provider would serve it, or when the user has left
   */
  IssuedKey create(NewPersonalKey wanted) {
    Instant now = now();
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now))
      throw Problem.invalid("expiresAt", "a time in the future");
    Actor me = me();
    long revision = changes.bump(); // from here on he can neither leave nor make another one
    User user = users.of(me.id()).orElseThrow(() -> Problem.notFound("user", me.id()));
    if (user.status() == User.Status.LEFT)
      throw Problem.conflict("user_left", "Your account was disabled. Sign in again first.");
    signIn.require(me);
    if (!eligible.any(caller(user, wanted)))
      throw Problem.conflict(
          "no_eligible_providers",
          "No provider would serve this key: neither your teams nor your organization let you use"
              + " one. Ask your administrator.");
    makeRoom(user, wanted, now, revision);
    Secret secret = KeyShape.generate();
    String id = RequestId.next();
    store.insert(unsaved(id, wanted, user, secret, now), pepper.hash(secret.reveal()), revision);
    return new IssuedKey(mutations.created("key.create", KEY, id, get(id)), secret);
  }

  /** Newest first. */
  Page<VirtualKey> list(@Nullable Status status, String after, int limit) {
    KeyQuery query = new KeyQuery("", "", "", status, true, after, limit);
    List<VirtualKey> found =
        store.personal(me().organization(), me().id(), query).stream().map(HeldKey::key).toList();
    return Page.of(found, limit, VirtualKey::id);
  }

  VirtualKey get(String id) {
    return own(store.find(me().organization(), id), id);
  }

  /** For good; running streams of it are cut. */
  void revoke(String id) {
    mutations.update(
        Target.of("key.revoke", KEY, id), () -> locked(id), key -> revoked(key, changes.bump()));
  }

  /**
   * A new secret for the same key, in the caller's transaction.
   *
   * @param grace how long older ones still work
   * @throws Problem 401 when the sign-in has ended
   */
  IssuedKey rotate(String id, Duration grace) {
    Duration checked = KeyRules.grace(grace);
    Secret secret = KeyShape.generate();
    VirtualKey rotated =
        mutations.update(
            Target.of("key.rotate", KEY, id),
            () -> locked(id),
            key -> {
              if (key.status() == Status.REVOKED) throw VirtualKeys.revoked(key);
              signIn.require(me());
              store.secrets().replace(id, pepper.hash(secret.reveal()), now().plus(checked));
              store.update(key.withSecret(secret, now()), changes.bump());
              return get(id);
            });
    return new IssuedKey(rotated, secret);
  }

  /** One that has expired is of no use and in nobody's way. */
  private void makeRoom(User user, NewPersonalKey wanted, Instant now, long revision) {
    Optional<VirtualKey> there =
        store.findLive(user.organizationId(), user.personalProjectId(), wanted.name());
    if (there.isEmpty()) return;
    VirtualKey key = there.get();
    boolean over = key.expiresAt() != null && !key.expiresAt().isAfter(now);
    if (!wanted.replace() && !over) throw taken(wanted, key);
    mutations.update(
        Target.of("key.revoke", KEY, key.id()), () -> key, before -> revoked(before, revision));
  }

  private static Problem taken(NewPersonalKey wanted, VirtualKey key) {
    return Problem.conflict(
        "device_has_key",
        (wanted.device().isEmpty() ? "You have" : "This device has")
            + " a key already, "
            + key.id()
            + ". Rotate it for a new secret, revoke it, or send \"replace\": true.");
  }

  private VirtualKey revoked(VirtualKey key, long revision) {
    if (key.status() == Status.REVOKED) return key;
    VirtualKey revoked = key.withStatus(Status.REVOKED, now());
    store.update(revoked, revision);
    return revoked;
  }

  private static Caller caller(User user, NewPersonalKey wanted) {
    return new Caller(
        user.organizationId(),
        "",
        user.personalProjectId(),
        user.id(),
        true,
        user.teams(),
        "",
        wanted.name(),
        "",
        "",
        0);
  }

  private static VirtualKey unsaved(
      String id, NewPersonalKey wanted, User user, Secret secret, Instant now) {
    return new VirtualKey(
        id,
        wanted.name(),
        "",
        user.personalProjectId(),
        true,
        user.name(),
        user.id(),
        wanted.device(),
        Status.ACTIVE,
        KeyShape.prefix(secret),
        KeyShape.lastFour(secret),
        "",
        0,
        wanted.expiresAt(),
        null,
        wanted.metadata(),
        now,
        now);
  }

  private VirtualKey locked(String id) {
    return own(store.lock(me().organization(), id), id);
  }

  private static VirtualKey own(Optional<HeldKey> held, String id) {
    String mine = me().id();
    return held.map(HeldKey::key)
        .filter(found -> found.personal() && found.principalId().equals(mine))
        .orElseThrow(() -> Problem.notFound(KEY, id));
  }

  private static Actor me() {
    return Acting.actor()
        .filter(actor -> actor.kind() == Actor.Kind.USER)
        .orElseThrow(() -> new IllegalStateException("no user acts"));
  }

  /** What PostgreSQL keeps of it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
