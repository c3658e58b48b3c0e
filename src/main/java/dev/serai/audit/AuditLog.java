package dev.serai.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.tenants.Tenants;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds rows. Writers of one organization queue at the end of its chain until they commit. */
@Component
final class AuditLog implements AuditTrail {
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final ObjectMapper json;
  private final Tenants tenants;

  AuditLog(JdbcClient jdbc, TransactionTemplate transactions, ObjectMapper json, Tenants tenants) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.json = json;
    this.tenants = tenants;
  }

  private record Head(long number, byte[] hash) {}

  @Override
  public void append(Entry entry) {
    Actor actor = actor(entry);
    transactions.executeWithoutResult(_ -> append(entry, actor));
  }

  private Actor actor(Entry entry) {
    if (entry.actor() != null) return entry.actor();
    return Acting.actor().orElseGet(() -> Actor.system(tenants.ofInstallation().id()));
  }

  private void append(Entry entry, Actor actor) {
    String organization = actor.organization();
    Head head = head(organization);
    Acting.Origin origin = Acting.origin();
    AuditRow row =
        new AuditRow(
            head.number() + 1,
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            actor.kind().text(),
            actor.id(),
            actor.name(),
            origin.surface(),
            origin.address(),
            entry.action(),
            entry.resource(),
            entry.id(),
            entry.outcome().name().toLowerCase(Locale.ROOT),
            write(entry.before()),
            write(entry.after()),
            String.valueOf(write(entry.details())));
    store(organization, row, Chain.hash(head.hash(), organization, row));
  }

  /** The end of the chain, locked until the transaction ends. */
  private Head head(String organization) {
    jdbc.sql(
            """
            insert into audit_heads (organization_id, number, hash) values (?, 0, ?)
            on conflict do nothing
            """)
        .params(organization, Chain.START)
        .update();
    return jdbc.sql("select number, hash from audit_heads where organization_id = ? for update")
        .param(organization)
        .query((row, _) -> new Head(row.getLong(1), row.getBytes(2)))
        .single();
  }

  private void store(String organization, AuditRow row, byte[] hash) {
    jdbc.sql(
            """
            insert into audit_log (organization_id, number, at, actor_kind, actor_id, actor_name,
              surface, address, action, resource, resource_id, outcome, before, after, details, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?::json, ?)
            """)
        .params(
            organization,
            row.number(),
            Timestamp.from(row.at()),
            row.actorKind(),
            row.actorId(),
            row.actorName(),
            row.surface(),
            row.address(),
            row.action(),
            row.resource(),
            row.resourceId(),
            row.outcome(),
            row.before(),
            row.after(),
            row.details(),
            hash)
        .update();
    jdbc.sql("update audit_heads set number = ?, hash = ? where organization_id = ?")
        .params(row.number(), hash, organization)
        .update();
  }

  private @Nullable String write(@Nullable Object state) {
    if (state == null) return null;
    try {
      return json.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON of a " + state.getClass().getName(), e);
    }
  }
}
