package dev.serai.keys;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.admin.AdminTokens;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.Tenants.Organization;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes an empty database usable, before anything is served. Without a {@link FirstRun.Listener}
 * there is nobody to show secrets to, so none are made: an operator gets a token with {@link
 * AdminTokens#reset}.
 */
@Component
class Bootstrap implements SmartLifecycle {
  /** After the snapshots have started, before everything else. */
  static final int PHASE = Integer.MIN_VALUE + 2000;

  static final String FIRST_KEY = "first";

  /** Of what it makes, as the audit log tells it. */
  private static final Acting.Origin ORIGIN = new Acting.Origin("bootstrap", "");

  private static final String CHECK = "pepper check";

  private final Tenants tenants;
  private final VirtualKeys keys;
  private final AdminTokens tokens;
  private final Pepper pepper;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final ObjectProvider<FirstRun.Listener> listeners;
  private volatile boolean running;

  Bootstrap(
      Tenants tenants,
      VirtualKeys keys,
      AdminTokens tokens,
      Pepper pepper,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Changes changes,
      ObjectProvider<FirstRun.Listener> listeners) {
    this.tenants = tenants;
    this.keys = keys;
    this.tokens = tokens;
    this.pepper = pepper;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.changes = changes;
    this.listeners = listeners;
  }

  /**
   * @throws IllegalStateException when the pepper is not the one that the database was filled with
   */
  @Override
  public void start() {
    FirstRun.Listener listener = listeners.getIfAvailable();
    Optional<FirstRun> made =
        Objects.requireNonNull(transactions.execute(_ -> prepare(listener != null)));
    if (made.isPresent() && listener != null) {
      changes.refreshNow();
      listener.onFirstRun(made.get());
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private Optional<FirstRun> prepare(boolean withSecrets) {
    checkPepper();
    if (!tenants.none()) return Optional.empty();
    changes.bump(); // a second replica that starts now waits here, and then finds it done
    if (!tenants.none()) return Optional.empty();
    Organization organization = tenants.current();
    Tenants.Project project = tenants.project(organization.id(), Tenants.DEFAULT_PROJECT);
    if (!withSecrets) return Optional.empty();
    return Acting.as(
        Actor.system(organization.id()),
        ORIGIN,
        () -> {
          Secret key = keys.create(NewKey.named(FIRST_KEY, project.name())).secret();
          Secret token = tokens.reset(AdminTokens.FIRST);
          return Optional.of(new FirstRun(organization.name(), project.name(), key, token));
        });
  }

  private void checkPepper() {
    byte[] mine = pepper.hash(CHECK).bytes();
    jdbc.sql("insert into pepper_check (hash) values (?) on conflict do nothing")
        .param(mine)
        .update();
    byte[] stored = jdbc.sql("select hash from pepper_check").query(byte[].class).single();
    if (!MessageDigest.isEqual(mine, stored))
      throw new IllegalStateException(
          "the pepper is not the one that the keys in this database were hashed with (expected: the"
              + " serai.secrets.pepper or pepper.key of the first start)");
  }
}
