package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.serai.tenants.Tenants.Principal.Kind;
import dev.serai.usage.Refused;
import dev.serai.usage.Storing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RefusalRowsTest {
  private static final Instant MINUTE = Instant.parse("2030-01-01T10:00:00Z");
  private static final Instant LATER = MINUTE.plusSeconds(60);

  private AuditFixture audit;
  private RefusalRows rows;

  @BeforeEach
  void start() {
    audit = new AuditFixture();
    rows = new RefusalRows(audit.database.jdbc(), audit.transactions, audit.log, audit.tenants);
  }

  @AfterEach
  void stop() {
    audit.close();
  }

  private void store(Refused refused) throws SQLException {
    refused.store(audit.database.dataSource(), RefusalCounts.INSTANCE);
  }

  private List<AuditRow> told() {
    return audit.stored().stream().map(StoredRow::row).toList();
  }

  private static Map<String, String> details(AuditRow row) {
    try {
      return AuditFixture.JSON.readValue(
          row.details(), new TypeReference<Map<String, String>>() {});
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void areOneRowForEachKeyReasonAndMinute() throws Exception {
    String alice = audit.tenants.principal(audit.organization, Kind.USER, "alice").id();
    String ci = audit.tenants.principal(audit.organization, Kind.SERVICE, "ci").id();
    Refused calls = new Refused();
    for (int i = 0; i < 3; i++)
      calls.by(MINUTE.plusSeconds(5 + i), audit.organization, alice, "key1", "budget_exceeded");
    calls.by(MINUTE.plusSeconds(9), audit.organization, alice, "key1", "model_not_allowed");
    calls.by(MINUTE.plusSeconds(9), audit.organization, ci, "key2", "budget_exceeded");
    calls.by(LATER, audit.organization, alice, "key1", "budget_exceeded");
    calls.served(MINUTE);
    store(calls);

    assertThat(rows.write(LATER)).isEqualTo(3);

    assertThat(told())
        .extracting(row -> row.actorKind() + " " + row.actorName() + " " + row.resourceId())
        .containsExactlyInAnyOrder("user alice key1", "user alice key1", "service ci key2");
    AuditRow often = told().getFirst();
    assertThat(often)
        .returns("call.refused", AuditRow::action)
        .returns("refused", AuditRow::outcome)
        .returns("gateway", AuditRow::surface)
        .returns("key", AuditRow::resource)
        .returns(alice, AuditRow::actorId);
    assertThat(details(often))
        .containsEntry("count", "3")
        .containsEntry("reason", "budget_exceeded")
        .containsEntry("first", "2030-01-01T10:00:05.001Z")
        .containsEntry("last", "2030-01-01T10:00:07.001Z")
        .hasEntrySatisfying("requestId", id -> assertThat(id).hasSize(26));
    assertThat(audit.verdict().ok()).isTrue();

    assertThat(rows.write(LATER)).isZero();
    assertThat(rows.write(LATER.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void areToldOnceHoweverOftenTheirRecordsAreBrought() throws Exception {
    Refused calls = new Refused().stranger(MINUTE, "key_invalid").stranger(MINUTE, "key_invalid");
    store(calls);
    store(calls);
    rows.write(LATER);
    store(calls);
    rows.write(LATER);

    assertThat(told())
        .singleElement()
        .satisfies(row -> assertThat(details(row).get("count")).isEqualTo("2"));
  }

  @Test
  void ofALateJournalAreTellingTheRest() throws Exception {
    store(new Refused().stranger(MINUTE, "key_invalid"));
    rows.write(LATER);
    store(new Refused().stranger(MINUTE.plusSeconds(1), "key_invalid"));
    rows.write(LATER);

    assertThat(told()).extracting(row -> details(row).get("count")).containsExactly("1", "1");
  }

  @Test
  void ofStrangersAreInTheInstallationsChain() throws Exception {
    audit.tenants.organization("other");
    store(
        new Refused()
            .stranger(MINUTE, "key_invalid")
            .by(MINUTE, "an organization that is gone", "p", "k", "key_revoked"));

    assertThat(rows.write(LATER)).isEqualTo(2);

    assertThat(told())
        .extracting(row -> row.actorKind() + " " + row.resourceId())
        .containsExactlyInAnyOrder("system ", "system k");
  }

  @Test
  void haveNoMoreRowsThanTheirMostInAMinute() throws Exception {
    Refused calls = new Refused();
    int groups = RefusalRows.GROUPS_MAX + 50;
    for (int i = 0; i < groups; i++)
      calls.by(MINUTE, audit.organization, "p", "key" + i, "rate_limit_exceeded");
    calls.by(MINUTE, audit.organization, "p", "key" + (groups - 1), "rate_limit_exceeded");
    store(calls);

    assertThat(rows.write(LATER)).isEqualTo(RefusalRows.GROUPS_MAX + 1);

    List<AuditRow> told = told();
    assertThat(told.getFirst().resourceId()).isEqualTo("key" + (groups - 1));
    AuditRow others =
        told.stream().filter(row -> row.resourceId().isEmpty()).findFirst().orElseThrow();
    assertThat(details(others).get("others")).isEqualTo("50");
    assertThat(details(others).get("count")).isEqualTo("50");
    assertThat(sum(told)).isEqualTo(groups + 1L);
  }

  @Test
  void ofATransactionThatFailsAreNotCounted() throws Exception {
    Storing failing =
        (connection, records) -> {
          RefusalCounts.INSTANCE.with(connection, records);
          throw new SQLException("no");
        };
    Refused calls = new Refused().stranger(MINUTE, "key_invalid");
    assertThatThrownBy(() -> calls.store(audit.database.dataSource(), failing)).hasMessage("no");
    store(calls);
    rows.write(LATER);

    assertThat(sum(told())).isEqualTo(1);
  }

  @Test
  @Timeout(120)
  void areCountedOnceWhileReplicasStoreAndTellAtOnce() throws Exception {
    AtomicBoolean storing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++)
        writers.add(
            threads.submit(
                () -> {
                  for (int batch = 0; batch < 25; batch++) {
                    Refused calls = new Refused();
                    for (int i = 0; i < 20; i++)
                      calls.by(MINUTE, audit.organization, "p", "key" + i % 7, "key_expired");
                    store(calls);
                  }
                  return null;
                }));
      Future<?> telling =
          threads.submit(
              () -> {
                while (storing.get()) rows.write(LATER);
              });
      for (Future<?> writer : writers) writer.get();
      storing.set(false);
      telling.get();
    }
    rows.write(LATER);

    assertThat(sum(told())).isEqualTo(4 * 25 * 20);
    assertThat(audit.verdict().ok()).isTrue();
  }

  private static long sum(List<AuditRow> rows) {
    return rows.stream().mapToLong(row -> Long.parseLong(details(row).get("count"))).sum();
  }
}
