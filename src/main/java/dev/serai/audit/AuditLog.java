package dev.serai.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.tenants.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds rows, at the end of the transaction that they belong to: the lock of a chain is the last one
 * that a transaction takes, so that two of them never wait for each other in a circle, and nobody
 * waits for a change that is still being made.
 */
@Component
final class AuditLog implements AuditTrail {
  private final ChainEnd chain;
  private final TransactionTemplate transactions;
  private final ObjectMapper json;
  private final Tenants tenants;

  AuditLog(JdbcClient jdbc, TransactionTemplate transactions, ObjectMapper json, Tenants tenants) {
    this.chain = new ChainEnd(jdbc);
    this.transactions = transactions;
    this.json = json;
    this.tenants = tenants;
  }

  @Override
  public void append(Entry entry) {
    Acting.Origin origin = Acting.origin();
    Actor actor = actor(entry);
    append(
        new Draft(
            actor.organization(),
            actor.kind().text(),
            actor.id(),
            actor.name(),
            origin.surface(),
            origin.address(),
            entry.action(),
            entry.resource(),
            entry.id(),
            entry.outcome().name().toLowerCase(Locale.ROOT),
            writeOrNull(entry.before()),
            writeOrNull(entry.after()),
            write(entry.details())));
  }

  /** As {@link #append(Entry)}, of what nobody acting here did. */
  void append(Draft draft) {
    transactions.executeWithoutResult(_ -> pending().drafts.add(draft));
  }

  private Actor actor(Entry entry) {
    if (entry.actor() != null) return entry.actor();
    return Acting.actor().orElseGet(() -> Actor.system(tenants.ofInstallation().id()));
  }

  private Pending pending() {
    Pending known = (Pending) TransactionSynchronizationManager.getResource(this);
    if (known != null) return known;
    Pending pending = new Pending();
    TransactionSynchronizationManager.bindResource(this, pending);
    TransactionSynchronizationManager.registerSynchronization(pending);
    return pending;
  }

  String write(Object state) {
    try {
      return json.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON of a " + state.getClass().getName(), e);
    }
  }

  private @Nullable String writeOrNull(@Nullable Object state) {
    return state == null ? null : write(state);
  }

  /** What one transaction tells; forgotten with it when it is rolled back. */
  private final class Pending implements TransactionSynchronization, Ordered {
    private final List<Draft> drafts = new ArrayList<>();

    /** After all others, who may have something to tell. */
    @Override
    public int getOrder() {
      return LOWEST_PRECEDENCE;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      chain.add(drafts);
      drafts.clear();
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(AuditLog.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(AuditLog.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(AuditLog.this);
      if (status == STATUS_COMMITTED && !drafts.isEmpty())
        throw new IllegalStateException("told too late to be written: " + drafts);
    }
  }
}
