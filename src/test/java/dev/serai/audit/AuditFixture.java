package dev.serai.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.transaction.support.TransactionTemplate;

/** An audit log on a real database, and hands that may do to it what nobody may. */
final class AuditFixture implements AutoCloseable {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  final TestDatabase database = TestDatabase.migrated();
  final Tenants tenants = new Tenants(database.jdbc(), "acme");
  final String organization = tenants.ofInstallation().id();
  final TransactionTemplate transactions = database.transactions();
  final AuditLog log = new AuditLog(database.jdbc(), transactions, JSON, tenants);
  final AuditVerifier verifier = new AuditVerifier(database.dataSource());

  /** As the rules of the table do not apply to it. */
  void tamper(String sql, Object... values) {
    transactions.executeWithoutResult(
        _ -> {
          execute("alter table audit_log disable trigger audit_log_append_only");
          database.jdbc().sql(sql).params(values).update();
          execute("alter table audit_log enable trigger audit_log_append_only");
        });
  }

  void execute(String sql) {
    database.jdbc().sql(sql).update();
  }

  /** So many rows that differ in everything. */
  void rows(int count) {
    for (int i = 1; i <= count; i++) log.append(entry(i));
  }

  Entry entry(int i) {
    return Entry.of("key.update", "key", "key" + i)
        .change(Map.of("name", "old" + i), Map.of("name", "new" + i))
        .with(Map.of("why", "reason " + i))
        .by(Actor.system(organization));
  }

  Verdict verdict() {
    return verifier.verify(organization, "acme", (_, _) -> {});
  }

  List<StoredRow> stored() {
    return new AuditVerifier.ChainRows(database.jdbc(), organization).between(0, Long.MAX_VALUE);
  }

  static Long[] numbers(long last) {
    return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
  }

  @Override
  public void close() {
    database.close();
  }
}
