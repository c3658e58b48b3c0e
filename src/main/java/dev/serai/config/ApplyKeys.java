package dev.serai.config;

import dev.serai.admin.Problem;
import dev.serai.config.Settings.KeySettings;
import dev.serai.keys.GivenSecrets;
import dev.serai.keys.IssuedKey;
import dev.serai.keys.KeyChange;
import dev.serai.keys.NewKey;
import dev.serai.keys.VirtualKey;
import dev.serai.keys.VirtualKeys;
import dev.serai.providers.Owner;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Virtual keys. Whether one is disabled is not the file's to say. */
@Component
final class ApplyKeys {
  private final JdbcClient jdbc;
  private final VirtualKeys keys;
  private final GivenSecrets secrets;

  ApplyKeys(JdbcClient jdbc, VirtualKeys keys, GivenSecrets secrets) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.secrets = secrets;
  }

  void apply(Settings settings, Pass pass) {
    Set<String> kept = new HashSet<>();
    for (KeySettings wanted : settings.keys())
      keys.find(wanted.project(), wanted.name()).map(VirtualKey::id).ifPresent(kept::add);
    // before the others: a new key may take the secret of one that goes
    for (String id : owned(pass.ruled())) {
      if (kept.contains(id)) continue;
      VirtualKey gone = keys.revoke(id);
      pass.of("keys").removed.add(gone.project() + "/" + gone.name());
    }
    for (KeySettings wanted : settings.keys()) {
      try {
        keys.find(wanted.project(), wanted.name())
            .ifPresentOrElse(key -> change(key, wanted, pass), () -> create(wanted, pass));
      } catch (Problem problem) {
        pass.conflict("key '" + wanted.name() + "': " + problem.getMessage());
      }
    }
  }

  private void create(KeySettings wanted, Pass pass) {
    Pass.Tally tally = pass.of("keys");
    if (revokedBefore(wanted)) {
      tally.unchanged++;
      return;
    }
    IssuedKey issued =
        keys.create(
            new NewKey(
                wanted.name(),
                wanted.project(),
                wanted.name(),
                wanted.policy(),
                wanted.requestsPerMinute(),
                null,
                wanted.metadata(),
                wanted.secret()));
    String id = issued.key().id();
    own(id, pass.owner());
    // set afterwards, because the date may have passed: the file still says what it said
    if (wanted.expiresAt() != null) {
      VirtualKey expiring = keys.update(id, new KeyChange(null, null, wanted.expiresAt(), null));
      issued = new IssuedKey(expiring, issued.secret());
    }
    if (wanted.secret() == null) pass.issued(issued);
    tally.created.add(name(wanted));
  }

  private void change(VirtualKey key, KeySettings wanted, Pass pass) {
    Pass.Tally tally = pass.of("keys");
    Owner owner = owner(key.id());
    if (!pass.rules(owner)) {
      pass.taken("key", name(wanted));
      return;
    }
    boolean changed = false;
    if (!same(key, wanted)) {
      keys.update(
          key.id(),
          new KeyChange(
              wanted.policy(),
              wanted.requestsPerMinute(),
              Objects.requireNonNullElse(wanted.expiresAt(), KeyChange.NEVER),
              wanted.metadata()));
      changed = true;
    }
    if (owner != pass.owner()) {
      own(key.id(), pass.owner());
      changed = true;
    }
    if (changedSecret(key, wanted, pass)) changed = true;
    if (changed) tally.updated.add(name(wanted));
    else tally.unchanged++;
  }

  private boolean changedSecret(VirtualKey key, KeySettings wanted, Pass pass) {
    if (wanted.secret() == null) return false;
    Optional<GivenSecrets.Holder> holder = secrets.holder(wanted.secret());
    if (holder.isPresent() && !holder.get().keyId().equals(key.id())) {
      pass.conflict(
          "key '%s': its secret belongs to another key, maybe a revoked one (expected: a new one)"
              .formatted(name(wanted)));
      return false;
    }
    if (holder.isPresent() && holder.get().current()) return false;
    secrets.replace(key.id(), wanted.secret(), pass.revision());
    return true;
  }

  /** Revoked is for good: a file that still lists the same secret does not bring it back. */
  private boolean revokedBefore(KeySettings wanted) {
    if (wanted.secret() == null) return false;
    return secrets
        .holder(wanted.secret())
        .map(holder -> keys.get(holder.keyId()))
        .filter(key -> key.status() == VirtualKey.Status.REVOKED)
        .filter(key -> name(wanted).equals(key.project() + "/" + key.name()))
        .isPresent();
  }

  private static boolean same(VirtualKey key, KeySettings wanted) {
    return key.policy().equals(wanted.policy())
        && key.requestsPerMinute() == wanted.requestsPerMinute()
        && Objects.equals(key.expiresAt(), wanted.expiresAt())
        && key.metadata().equals(wanted.metadata());
  }

  private static String name(KeySettings key) {
    return key.project() + "/" + key.name();
  }

  private Owner owner(String id) {
    return Owner.of(
        jdbc.sql("select managed_by from virtual_keys where id = ?")
            .param(id)
            .query(String.class)
            .single());
  }

  private void own(String id, Owner owner) {
    jdbc.sql("update virtual_keys set managed_by = ? where id = ?")
        .params(owner.word(), id)
        .update();
  }

  private List<String> owned(Set<Owner> owners) {
    return jdbc.sql(
            "select id from virtual_keys where managed_by = any (?) and status <> 'revoked'"
                + " order by id")
        .param(owners.stream().map(Owner::word).toArray(String[]::new))
        .query(String.class)
        .list();
  }
}
