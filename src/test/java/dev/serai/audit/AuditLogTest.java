package dev.serai.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Grants;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AuditLogTest {
  private AuditFixture audit;

  @BeforeEach
  void start() {
    audit = new AuditFixture();
  }

  @AfterEach
  void stop() {
    audit.close();
  }

  @Test
  @Timeout(60)
  void writersAtOnceMakeOneChainWithoutGaps() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int writer = 0; writer < 6; writer++) writers.add(threads.submit(() -> audit.rows(25)));
      for (Future<?> writer : writers) writer.get();
    }

    assertThat(audit.stored())
        .extracting(StoredRow::number)
        .containsExactly(AuditFixture.numbers(150));
    assertThat(audit.verdict()).satisfies(verdict -> assertThat(verdict.fault()).isNull());
    assertThat(audit.verdict().rows()).isEqualTo(150);
  }

  @Test
  void aRolledBackTransactionLeavesNoRowAndNoGap() {
    audit.rows(1);
    audit.transactions.executeWithoutResult(
        transaction -> {
          audit.log.append(audit.entry(2));
          transaction.setRollbackOnly();
        });
    assertThatThrownBy(
            () ->
                audit.transactions.executeWithoutResult(
                    _ -> {
                      audit.log.append(audit.entry(3));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    audit.log.append(audit.entry(4));

    assertThat(audit.stored())
        .extracting(row -> row.row().resourceId())
        .containsExactly("key1", "key4");
    assertThat(audit.verdict().ok()).isTrue();
    assertThat(audit.verdict().rows()).isEqualTo(2);
  }

  @Test
  void aChangeThatCannotBeToldOfDoesNotHappen() {
    audit.execute("create table changed (id int)");
    audit.execute("alter table audit_log rename to away");

    assertThatThrownBy(
            () ->
                audit.transactions.executeWithoutResult(
                    _ -> {
                      audit.execute("insert into changed values (1)");
                      audit.log.append(audit.entry(1));
                    }))
        .isInstanceOf(RuntimeException.class);

    assertThat(audit.database.jdbc().sql("select id from changed").query(Integer.class).list())
        .isEmpty();
  }

  /** One tells, then changes; the other changes the same thing, then tells. */
  @Test
  @Timeout(60)
  void whoTellsBeforeItChangesDoesNotBlockWhoTellsAfterwards() throws Exception {
    audit.execute("create table changed (id int)");
    audit.execute("insert into changed values (0)");
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> first =
          threads.submit(
              () ->
                  audit.transactions.executeWithoutResult(
                      _ -> {
                        audit.log.append(audit.entry(1));
                        told.countDown();
                        await(changed);
                        audit.execute("update changed set id = id + 1");
                      }));
      Future<?> second =
          threads.submit(
              () ->
                  audit.transactions.executeWithoutResult(
                      _ -> {
                        await(told);
                        audit.execute("update changed set id = id + 1");
                        changed.countDown();
                        audit.log.append(audit.entry(2));
                      }));
      first.get();
      second.get();
    }

    assertThat(audit.database.jdbc().sql("select id from changed").query(Integer.class).single())
        .isEqualTo(2);
    assertThat(audit.stored()).hasSize(2);
    assertThat(audit.verdict().ok()).isTrue();
  }

  @Test
  void keepsWhatWasToldToTheLetterAndToTheMicrosecond() {
    Map<String, Object> state =
        Map.of("b", " ünïcode \u0000 \"'\\ \uD83D\uDE00", "a", List.of(1, 2.50));
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

    audit.log.append(
        new Entry(
            "key.update",
            "key",
            "id with \0 and \uD800",
            dev.serai.access.AuditTrail.Outcome.REFUSED,
            state,
            null,
            Map.of("z", "1", "a", "2"),
            Actor.system(audit.organization)));

    AuditRow row = audit.stored().getFirst().row();
    assertThat(row.before())
        .isEqualTo("{\"a\":[1,2.5],\"b\":\" ünïcode \\u0000 \\\"'\\\\ \uD83D\uDE00\"}");
    assertThat(row.after()).isNull();
    assertThat(row.details()).isEqualTo("{\"a\":\"2\",\"z\":\"1\"}");
    assertThat(row.resourceId()).isEqualTo("id with \uFFFD and ?");
    assertThat(row.outcome()).isEqualTo("refused");
    assertThat(row.at()).isBetween(before, Instant.now());
    assertThat(audit.verdict().ok()).isTrue();
  }

  @Test
  void eachOrganizationHasAChainOfItsOwn() {
    String other = audit.tenants.organization("other").id();

    audit.transactions.executeWithoutResult(
        _ -> {
          audit.log.append(audit.entry(1));
          audit.log.append(audit.entry(2).by(Actor.system(other)));
          audit.log.append(audit.entry(3));
        });

    assertThat(audit.stored()).extracting(StoredRow::number).containsExactly(1L, 2L);
    assertThat(audit.verifier.verify(other, "other", (_, _) -> {}).rows()).isEqualTo(1);
    assertThat(audit.verdict().ok()).isTrue();
  }

  @Test
  void namesWhoActsAndFromWhere() throws Exception {
    Actor alice =
        new Actor(Actor.Kind.USER, "usr1", "alice", "sid", Grants.none(audit.organization));

    Acting.as(
        alice,
        new Acting.Origin("cli", "10.0.0.7"),
        () -> {
          audit.log.append(Entry.of("key.revoke", "key", "k"));
          return true;
        });
    audit.log.append(Entry.of("config.apply", "", ""));

    assertThat(audit.stored().getFirst().row())
        .returns("user", AuditRow::actorKind)
        .returns("usr1", AuditRow::actorId)
        .returns("alice", AuditRow::actorName)
        .returns("cli", AuditRow::surface)
        .returns("10.0.0.7", AuditRow::address);
    assertThat(audit.stored().getLast().row().actorKind()).isEqualTo("system");
  }

  @Test
  void rowsCannotBeChangedOrDeleted() {
    audit.rows(1);

    for (String sql :
        List.of(
            "update audit_log set actor_id = 'x'", "delete from audit_log", "truncate audit_log"))
      assertThatThrownBy(() -> audit.execute(sql)).hasMessageContaining("append-only");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
