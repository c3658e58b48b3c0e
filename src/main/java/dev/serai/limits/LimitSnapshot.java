package dev.serai.limits;

import dev.serai.call.Caller;
import dev.serai.database.Changes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every limit in force, kept up to date: only rows of later revisions are fetched, a deleted one
 * among them goes. Read by admins' requests; calls are held by whom it tells.
 */
@Component
final class LimitSnapshot {
  private static final String CHANGED = "select * from limits where revision > ?";
  private static final int ROWS_AT_ONCE = 5000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate reading;
  private final ObjectProvider<LimitsInForce> listeners;

  /** Of the refresh thread. */
  private final Map<String, Limit> byId = new HashMap<>();

  private long revision = -1;
  private volatile LimitIndex<Limit> index = LimitIndex.ofLimits(List.of());

  LimitSnapshot(DataSource dataSource, Changes changes, ObjectProvider<LimitsInForce> listeners) {
    this.jdbc = new JdbcTemplate(dataSource);
    jdbc.setFetchSize(ROWS_AT_ONCE);
    // only inside a transaction does the driver fetch in portions
    this.reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    reading.setReadOnly(true);
    this.listeners = listeners;
    changes.onChange(this::refresh);
  }

  Collection<Limit> all() {
    return index.all();
  }

  /** Those that a call of the caller may take from, in the order in which it does. */
  List<Limit> of(Caller caller) {
    LimitIndex<Limit> now = index;
    List<Limit> found = new ArrayList<>();
    for (Scope scope : Scope.values()) found.addAll(List.of(now.of(scope, caller)));
    return List.copyOf(found);
  }

  private void refresh() {
    Map<String, Limit> changed = new HashMap<>();
    List<String> deleted = new ArrayList<>();
    long[] latest = {revision};
    reading.executeWithoutResult(
        _ ->
            jdbc.query(
                CHANGED,
                row -> {
                  Limit limit = LimitStore.limit(row);
                  if (row.getTimestamp("deleted_at") == null) changed.put(limit.id(), limit);
                  else deleted.add(limit.id());
                  latest[0] = Math.max(latest[0], row.getLong("revision"));
                },
                revision));
    boolean first = revision < 0;
    if (!first && changed.isEmpty() && deleted.isEmpty()) return;
    byId.putAll(changed);
    deleted.forEach(byId::remove);
    List<Limit> now = List.copyOf(byId.values());
    // before the revision: should a listener fail, the same rows are read again
    listeners.orderedStream().forEach(listener -> listener.replace(now));
    index = LimitIndex.ofLimits(now);
    revision = Math.max(0, latest[0]);
  }
}
