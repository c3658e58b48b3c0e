package dev.serai.keys;

import dev.serai.admin.Problem;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What admins do with keys. Each method is a transaction, and what it did is in force on this
 * replica when it returns, on the others within a second. Inside a caller's transaction it is in
 * force after commit and {@link Changes#refreshNow}.
 *
 * <p>All throw {@link Problem}: 404 for a key that is not there, 409 for a revoked one, 422 for a
 * wrong value.
 */
public final class VirtualKeys {
  /** How long an old secret lives beside the new one unless told otherwise. */
  public static final Duration GRACE = Duration.ofHours(24);

  private final KeyStore store;
  private final Tenants tenants;
  private final KnownPolicies policies;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final Pepper pepper;
  private final InstantSource clock;

  VirtualKeys(
      KeyStore store,
      Tenants tenants,
      KnownPolicies policies,
      TransactionTemplate transactions,
      Changes changes,
      Pepper pepper,
      InstantSource clock) {
    this.store = store;
    this.tenants = tenants;
    this.policies = policies;
    this.transactions = transactions;
    this.changes = changes;
    this.pepper = pepper;
    this.clock = clock;
  }

  /**
   * @throws Problem 409 when the project has a key of that name or the given secret is taken
   */
  public IssuedKey create(NewKey wanted) {
    return write(() -> insert(wanted));
  }

  public KeyPage list(KeyQuery query) {
    List<VirtualKey> found = store.list(organization(), query);
    return new KeyPage(found, found.size() < query.limit() ? "" : found.getLast().id());
  }

  public VirtualKey get(String id) {
    return store.find(organization(), id).orElseThrow(() -> Problem.notFound("key", id));
  }

  /** The key of that name that is not revoked. */
  public Optional<VirtualKey> find(String project, String name) {
    String organization = organization();
    return tenants
        .findProject(organization, project)
        .flatMap(found -> store.findLive(organization, found.id(), name));
  }

  /** Whether it is the key's current secret. */
  public boolean isSecretOf(String id, Secret secret) {
    return store.isCurrent(id, pepper.hash(secret.reveal()));
  }

  public VirtualKey disable(String id) {
    return turn(id, Status.DISABLED);
  }

  public VirtualKey enable(String id) {
    return turn(id, Status.ACTIVE);
  }

  /** For good; running streams of it are cut. */
  public VirtualKey revoke(String id) {
    return turn(id, Status.REVOKED);
  }

  public VirtualKey update(String id, KeyChange change) {
    return write(
        () -> {
          VirtualKey key = locked(id);
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
    return write(
        () -> {
          VirtualKey key = locked(id);
          if (key.status() == Status.REVOKED) throw revoked(key);
          checkFree(secret);
          store.endSecrets(id, now().plus(checked));
          store.addSecret(id, pepper.hash(secret.reveal()));
          save(key.withSecret(secret, now()));
          return new IssuedKey(get(id), secret);
        });
  }

  private IssuedKey insert(NewKey wanted) {
    Instant now = now();
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now))
      throw Problem.invalid("expiresAt", "a time in the future");
    checkPolicy(wanted.policy());
    Tenants.Project project = project(wanted.project());
    Secret secret = Objects.requireNonNullElseGet(wanted.secret(), KeyShape::generate);
    long revision = changes.bump(); // from here on no other writer is in between
    if (store.findLive(project.organizationId(), project.id(), wanted.name()).isPresent())
      throw Problem.conflict(
          "name_taken",
          "Project " + project.name() + " has a key named " + wanted.name() + " already.");
    checkFree(secret);
    VirtualKey key = unsaved(wanted, project, secret, now);
    store.insert(key, revision);
    store.addSecret(key.id(), pepper.hash(secret.reveal()));
    return new IssuedKey(key, secret);
  }

  private VirtualKey unsaved(NewKey wanted, Tenants.Project project, Secret secret, Instant now) {
    Tenants.Principal principal =
        tenants.principal(
            project.organizationId(), Tenants.Principal.Kind.SERVICE, wanted.principal());
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

  private VirtualKey turn(String id, Status status) {
    return write(
        () -> {
          VirtualKey key = locked(id);
          if (key.status() == status) return key;
          if (key.status() == Status.REVOKED) throw revoked(key);
          return save(key.withStatus(status, now()));
        });
  }

  private VirtualKey save(VirtualKey changed) {
    store.update(changed, changes.bump());
    return changed;
  }

  private VirtualKey locked(String id) {
    changes.bump(); // before the row: whoever ends all keys of a user has it in that order, too
    return store.lock(organization(), id).orElseThrow(() -> Problem.notFound("key", id));
  }

  private Tenants.Project project(String name) {
    String organization = organization();
    return tenants
        .findProject(organization, name)
        .orElseThrow(
            () ->
                Problem.invalid(
                    "project",
                    "one of "
                        + tenants.projects(organization).stream()
                            .map(Tenants.Project::name)
                            .limit(20)
                            .collect(Collectors.joining(", "))));
  }

  private void checkPolicy(String policy) {
    if (!policy.isEmpty() && !policies.exists(organization(), policy))
      throw Problem.invalid("policy", "the name of a routing policy, or empty for the default");
  }

  private void checkFree(Secret secret) {
    if (store.knows(pepper.hash(secret.reveal())))
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
