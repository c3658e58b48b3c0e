package dev.serai.keys;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.KeyHash;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.keys.VirtualKey.Status;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What admins do with keys. Each method is a transaction, with its row in the audit log, and what
 * it did is in force on this replica when it returns, on the others within a second. Inside a
 * caller's transaction it is in force after commit and {@link Changes#refreshNow}.
 *
 * <p>All throw {@link Problem}: 404 for a key that is not there or that the actor may not know of,
 * 403 for what he may not do with it, 409 for a revoked one, 422 for a wrong value.
 */
public final class VirtualKeys {
  /** How long an old secret lives beside the new one unless told otherwise. */
  public static final Duration GRACE = Duration.ofHours(24);

  private static final String OTHERS = "key.view-other-personal";

  private final KeyStore store;
  private final KeyAccounts accounts;
  private final Tenants tenants;
  private final KnownPolicies policies;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final Mutations mutations;
  private final Pepper pepper;
  private final InstantSource clock;

  VirtualKeys(
      KeyStore store,
      Tenants tenants,
      KnownPolicies policies,
      TransactionTemplate transactions,
      Changes changes,
      Mutations mutations,
      Pepper pepper,
      InstantSource clock) {
    this.store = store;
    this.accounts = new KeyAccounts(store, tenants, mutations);
    this.tenants = tenants;
    this.policies = policies;
    this.transactions = transactions;
    this.changes = changes;
    this.mutations = mutations;
    this.pepper = pepper;
    this.clock = clock;
  }

  /**
   * @throws Problem 409 when the project has a key of that name or the given secret is taken
   */
  public IssuedKey create(NewKey wanted) {
    return write(() -> insert(wanted));
  }

  /** Those that the actor may see. Who is shown other people's personal keys leaves a trace. */
  public Page<VirtualKey> list(KeyQuery query) {
    List<HeldKey> found =
        store.list(
            organization(),
            query,
            Acting.where(Permission.VIRTUAL_KEYS_VIEW),
            Acting.where(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL),
            HeldKey.user());
    Page<HeldKey> page = Page.of(found, query.limit(), held -> held.key().id());
    long others = page.items().stream().filter(HeldKey::othersPersonal).count();
    if (others > 0) mutations.read(OTHERS, "key", "", Map.of("count", String.valueOf(others)));
    return new Page<>(page.items().stream().map(HeldKey::key).toList(), page.next());
  }

  /** As {@link #list}. */
  public VirtualKey get(String id) {
    HeldKey held = found(id).permitted(Permission.VIRTUAL_KEYS_VIEW);
    if (held.othersPersonal()) mutations.read(OTHERS, "key", id, Map.of("count", "1"));
    return held.key();
  }

  /** The key of that name that is not revoked. */
  public Optional<VirtualKey> find(String project, String name) {
    String organization = organization();
    return tenants
        .findProject(organization, project)
        .flatMap(found -> store.findLive(organization, found.id(), name));
  }

  /**
   * What a call with the key would be recognised by.
   *
   * @param key that the actor was shown
   */
  public Optional<KeyHash> hashOf(VirtualKey key) {
    return store.hashOf(key.id());
  }

  /** Whether it is the key's current secret. */
  public boolean isSecretOf(String id, Secret secret) {
    return store.secrets().isCurrent(id, pepper.hash(secret.reveal()));
  }

  public VirtualKey disable(String id, @Nullable String match) {
    Target target = target("key.disable", id).matching(match);
    return turn(target, Status.DISABLED, Permission.VIRTUAL_KEYS_UPDATE);
  }

  public VirtualKey enable(String id, @Nullable String match) {
    Target target = target("key.enable", id).matching(match);
    return turn(target, Status.ACTIVE, Permission.VIRTUAL_KEYS_UPDATE);
  }

  /** For good; running streams of it are cut. */
  public VirtualKey revoke(String id, @Nullable String match) {
    Target target = target("key.revoke", id).matching(match);
    return turn(target, Status.REVOKED, Permission.VIRTUAL_KEYS_DELETE);
  }

  public VirtualKey disable(String id) {
    return disable(id, null);
  }

  public VirtualKey enable(String id) {
    return enable(id, null);
  }

  /** As {@link #revoke(String, String)}, whatever its version. */
  public VirtualKey revoke(String id) {
    return revoke(id, null);
  }

  public VirtualKey update(String id, KeyChange change) {
    return update(id, change, null);
  }

  /**
   * @param match value of {@code If-Match}, null = whatever its version
   */
  public VirtualKey update(String id, KeyChange change, @Nullable String match) {
    return mutations.update(
        target("key.update", id).matching(match),
        () -> locked(id, Permission.VIRTUAL_KEYS_UPDATE),
        key -> {
          if (key.status() == Status.REVOKED) throw revoked(key);
          if (change.policy() != null) checkPolicy(change.policy());
          return save(key.changed(change, now()));
        });
  }

  /**
   * A new secret for the same key. Every older one ends with the grace.
   *
   * @param grace zero to cut off whoever holds an old one, running streams included
   */
  public IssuedKey rotate(String id, Duration grace) {
    return rotate(id, grace, KeyShape.generate());
  }

  /**
   * To a secret that was given out before.
   *
   * @throws Problem 409 when it belongs, or belonged, to a key
   */
  public IssuedKey rotate(String id, Duration grace, Secret secret) {
    KeyRules.secret(secret);
    Duration checked = KeyRules.grace(grace);
    VirtualKey rotated =
        mutations.update(
            target("key.rotate", id),
            () -> locked(id, Permission.VIRTUAL_KEYS_ROTATE),
            key -> {
              if (key.status() == Status.REVOKED) throw revoked(key);
              checkFree(secret);
              store.secrets().replace(id, pepper.hash(secret.reveal()), now().plus(checked));
              save(key.withSecret(secret, now()));
              return found(id).key();
            });
    return new IssuedKey(rotated, secret);
  }

  private IssuedKey insert(NewKey wanted) {
    Instant now = now();
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now))
      throw Problem.invalid("expiresAt", "a time in the future");
    checkPolicy(wanted.policy());
    long revision = changes.bump(); // from here on no other writer is in between
    KeyStore.Home project = project(wanted.project());
    Secret secret = Objects.requireNonNullElseGet(wanted.secret(), KeyShape::generate);
    if (store.findLive(organization(), project.id(), wanted.name()).isPresent())
      throw Problem.conflict(
          "name_taken",
          "Project " + project.name() + " has a key named " + wanted.name() + " already.");
    checkFree(secret);
    VirtualKey key = unsaved(wanted, project, secret, now);
    store.insert(key, pepper.hash(secret.reveal()), revision);
    mutations.created("key.create", "key", key.id(), key);
    return new IssuedKey(key, secret);
  }

  private VirtualKey unsaved(NewKey wanted, KeyStore.Home project, Secret secret, Instant now) {
    Tenants.Principal principal = accounts.of(organization(), wanted.principal());
    return new VirtualKey(
        RequestId.next(),
        wanted.name(),
        project.name(),
        project.id(),
        project.personal(),
        principal.name(),
        principal.id(),
        "",
        Status.ACTIVE,
        KeyShape.prefix(secret),
        KeyShape.lastFour(secret),
        wanted.policy(),
        wanted.requestsPerMinute(),
        wanted.expiresAt(),
        null,
        wanted.metadata(),
        now,
        now);
  }

  private VirtualKey turn(Target target, Status status, Permission needed) {
    return mutations.update(
        target,
        () -> locked(target.id(), needed),
        key -> {
          if (key.status() == status) return key;
          if (key.status() == Status.REVOKED) throw revoked(key);
          return save(key.withStatus(status, now()));
        });
  }

  private VirtualKey save(VirtualKey changed) {
    store.update(changed, changes.bump());
    return changed;
  }

  private HeldKey found(String id) {
    return store.find(organization(), id).orElseThrow(() -> Problem.notFound("key", id));
  }

  private VirtualKey locked(String id, Permission needed) {
    changes.bump(); // before the row: whoever ends all keys of a user has it in that order, too
    return store
        .lock(organization(), id)
        .orElseThrow(() -> Problem.notFound("key", id))
        .permitted(needed)
        .key();
  }

  private static Target target(String action, String id) {
    return Target.of(action, "key", id);
  }

  /** Personal projects get their keys from their owners alone. */
  private KeyStore.Home project(String name) {
    Permission create = Permission.VIRTUAL_KEYS_CREATE;
    Optional<KeyStore.Home> found = store.home(organization(), name);
    if (found.isPresent() && !someoneElses(found.get())) {
      if (Acting.may(create, found.get().place())) return found.get();
      if (Acting.may(Permission.VIRTUAL_KEYS_VIEW, found.get().place()))
        throw Problem.forbidden(create);
    }
    throw Problem.invalid(
        "project",
        "one of "
            + store.homes(organization()).stream()
                .filter(home -> Acting.may(create, home.place()))
                .map(KeyStore.Home::name)
                .limit(20)
                .collect(Collectors.joining(", ")));
  }

  private static boolean someoneElses(KeyStore.Home home) {
    return home.personal() && Acting.actor().isPresent() && !home.owner().equals(HeldKey.user());
  }

  private void checkPolicy(String policy) {
    if (!policy.isEmpty() && !policies.exists(organization(), policy))
      throw Problem.invalid("policy", "the name of a routing policy, or empty for the default");
  }

  private void checkFree(Secret secret) {
    if (store.secrets().holder(pepper.hash(secret.reveal())).isPresent())
      throw Problem.conflict(
          "secret_taken", "This secret belongs to a key already, maybe a revoked one.");
  }

  private String organization() {
    return tenants.current().id();
  }

  static Problem revoked(VirtualKey key) {
    return Problem.conflict(
        "key_revoked", "Key " + key.name() + " is revoked for good. Create a new one instead.");
  }

  /** What PostgreSQL keeps of it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <T> T write(Supplier<T> change) {
    boolean inner = TransactionSynchronizationManager.isActualTransactionActive();
    T result = Objects.requireNonNull(transactions.execute(_ -> change.get()));
    if (!inner) changes.refreshNow();
    return result;
  }
}
