package dev.serai.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where rows are added. Writers of one organization queue here until they commit; those of several
 * take the chains in the order of their ids.
 */
final class ChainEnd {
  /** Somebody who holds the end of a chain commits next. */
  private static final String WAIT = "15s";

  private final JdbcClient jdbc;

  ChainEnd(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Head(long number, byte[] hash) {}

  /** In the caller's transaction. */
  void add(List<Draft> drafts) {
    Map<String, List<Draft>> chains =
        drafts.stream()
            .collect(Collectors.groupingBy(Draft::organization, TreeMap::new, Collectors.toList()));
    // nothing but the commit comes after this
    jdbc.sql("select set_config('lock_timeout', ?, true)").param(WAIT).query(String.class).single();
    chains.forEach(this::add);
  }

  private void add(String organization, List<Draft> drafts) {
    Head head = head(organization);
    // after the lock: times follow the numbers as closely as the replicas' clocks do
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    for (Draft draft : drafts) {
      AuditRow row = draft.row(head.number() + 1, now);
      head = new Head(row.number(), Chain.hash(head.hash(), organization, row));
      store(organization, row, head.hash());
    }
    jdbc.sql("update audit_heads set number = ?, hash = ? where organization_id = ?")
        .params(head.number(), head.hash(), organization)
        .update();
  }

  /** Locked until the transaction ends. */
  private Head head(String organization) {
    Optional<Head> head = find(organization);
    if (head.isPresent()) return head.get();
    jdbc.sql(
            """
            insert into audit_heads (organization_id, number, hash) values (?, 0, ?)
            on conflict do nothing
            """)
        .params(organization, Chain.START)
        .update();
    return find(organization).orElseThrow();
  }

  private Optional<Head> find(String organization) {
    return jdbc.sql("select number, hash from audit_heads where organization_id = ? for update")
        .param(organization)
        .query((row, _) -> new Head(row.getLong(1), row.getBytes(2)))
        .optional();
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
  }
}
