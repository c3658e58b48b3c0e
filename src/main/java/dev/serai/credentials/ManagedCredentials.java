package dev.serai.credentials;

import dev.serai.access.Permission;
import dev.serai.admin.InstallationOnly;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Credential;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderRules;
import dev.serai.providers.ProviderStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What admins do with the credentials of a provider, which may be a file's: secrets need not stand
 * in it. What was done is in force on this replica on return, on the others within a second.
 *
 * <p>All throw {@link Problem}: 404 for what is not there, 409 for what is not the API's to change,
 * 422 for a wrong value.
 */
@Component
class ManagedCredentials {
  private static final String WHAT = "credential";

  private final CredentialStore store;
  private final ProviderStore providers;
  private final InstallationOnly only;
  private final Mutations mutations;
  private final Changes changes;

  ManagedCredentials(
      CredentialStore store,
      ProviderStore providers,
      InstallationOnly only,
      Mutations mutations,
      Changes changes) {
    this.store = store;
    this.providers = providers;
    this.only = only;
    this.mutations = mutations;
    this.changes = changes;
  }

  /** In the order they are tried. */
  Page<CredentialView> list(String provider, String after, int limit) {
    Page.checked(limit);
    letIn(Permission.GATEWAY_PROVIDERS_VIEW, provider);
    List<CredentialView> found =
        all(provider).stream()
            .filter(credential -> cursor(credential).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return Page.of(found, limit, ManagedCredentials::cursor);
  }

  CredentialView get(String provider, String name) {
    letIn(Permission.GATEWAY_PROVIDERS_VIEW, provider);
    return find(provider, name);
  }

  /** Inside the caller's transaction. */
  CredentialView create(String provider, CredentialFields wanted) {
    letIn(Permission.GATEWAY_PROVIDERS_MANAGE, provider);
    String name = Objects.requireNonNullElse(wanted.name(), "").strip();
    ProviderRules.name(name)
        .ifPresent(
            expected -> {
              throw Problem.invalid("name", expected);
            });
    Secret secret = wanted.secret();
    if (secret == null) throw Problem.invalid("secret", "the provider's key");
    long revision = changes.bump(); // from here on no other writer is in between
    insistOn(provider);
    List<CredentialView> there = all(provider);
    if (there.stream().anyMatch(credential -> credential.name().equals(name)))
      throw Problem.conflict(
          "name_taken", "Provider %s has a credential named %s already.".formatted(provider, name));
    int last = there.isEmpty() ? -1 : there.getLast().position();
    store.put(
        CredentialStore.Row.fresh(
            provider,
            name,
            Objects.requireNonNullElse(wanted.models(), List.of()),
            wanted.room(Credential.Room.UNBOUNDED),
            Objects.requireNonNullElse(wanted.weight(), 1),
            Objects.requireNonNullElse(wanted.position(), last + 1),
            Owner.API),
        secret,
        revision);
    CredentialView made = find(provider, name);
    return mutations.created("credential.create", WHAT, made.id(), made);
  }

  CredentialView update(
      String provider, String name, CredentialFields wanted, @Nullable String match) {
    letIn(Permission.GATEWAY_PROVIDERS_UPDATE, provider);
    if (wanted.name() != null && !wanted.name().equals(name))
      throw Problem.invalid("name", "nothing: a credential keeps its name");
    return mutations.update(
        new Mutations.Target("credential.update", WHAT, find(provider, name).id(), match),
        () -> locked(provider, name),
        before -> {
          change(row(provider, name), wanted);
          return find(provider, name);
        });
  }

  private void change(CredentialStore.Row old, CredentialFields wanted) {
    old.owner().letChange("Credential", old.provider() + "/" + old.name());
    CredentialStore.Row row =
        new CredentialStore.Row(
            old.id(),
            old.provider(),
            old.name(),
            Objects.requireNonNullElse(wanted.models(), old.models()),
            wanted.room(old.room()),
            Objects.requireNonNullElse(wanted.weight(), old.weight()),
            Objects.requireNonNullElse(wanted.position(), old.position()),
            Owner.API);
    Secret secret = wanted.secret();
    if (secret != null) store.put(row, secret, changes.bump());
    else if (!row.equals(old)) store.change(row, changes.bump());
  }

  void delete(String provider, String name, @Nullable String match) {
    letIn(Permission.GATEWAY_PROVIDERS_MANAGE, provider);
    CredentialView credential = find(provider, name);
    mutations.delete(
        new Mutations.Target("credential.delete", WHAT, credential.id(), match),
        () -> locked(provider, name),
        () -> {
          CredentialStore.Row row = row(provider, name);
          row.owner().letChange("Credential", provider + "/" + name);
          store.remove(row.id());
        });
  }

  /** Holds every other writer off until the transaction ends. */
  private CredentialView locked(String provider, String name) {
    changes.bump();
    return find(provider, name);
  }

  private List<CredentialView> all(String provider) {
    Map<String, Instant> givenAt = store.givenAt(provider);
    return store.all().stream()
        .filter(row -> row.provider().equals(provider) && givenAt.containsKey(row.id()))
        .map(row -> CredentialView.of(row, givenAt.getOrDefault(row.id(), Instant.EPOCH)))
        .toList();
  }

  private CredentialView find(String provider, String name) {
    return all(provider).stream()
        .filter(credential -> credential.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.notFound(WHAT, provider + "/" + name));
  }

  private CredentialStore.Row row(String provider, String name) {
    return store.all().stream()
        .filter(row -> row.provider().equals(provider) && row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.notFound(WHAT, provider + "/" + name));
  }

  private void letIn(Permission permission, String provider) {
    only.check(permission, Permission.GATEWAY_PROVIDERS_VIEW, "provider", provider);
    insistOn(provider);
  }

  private void insistOn(String provider) {
    if (providers.all().stream().noneMatch(row -> row.provider().name().equals(provider)))
      throw Problem.notFound("provider", provider);
  }

  /** Sorts as they are tried. */
  private static String cursor(CredentialView credential) {
    return "%010d/%s".formatted(credential.position(), credential.name());
  }
}
