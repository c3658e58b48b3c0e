package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serai.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private final TestDatabase database = TestDatabase.migrated();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void refreshesInOrderOfRegistration() {
    Changes changes = database.changes();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    changes.onChange(() -> order.add("first"));
    changes.onChange(() -> order.add("second"));
    changes.refreshNow();
    order.clear();

    changes.refreshNow();

    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void refreshNowSeesWhatWasCommittedBefore() {
    Changes changes = database.changes();
    AtomicLong seen = new AtomicLong();
    changes.onChange(() -> seen.set(version()));

    long revision = bump(changes);
    changes.refreshNow();

    assertThat(seen.get()).isEqualTo(revision);
  }

  @Test
  void anotherReplicaIsToldOfAChange() throws InterruptedException {
    Changes here = database.changes();
    Changes there = database.changes();
    AtomicLong expected = new AtomicLong(Long.MAX_VALUE);
    CountDownLatch arrived = new CountDownLatch(1);
    there.onChange(
        () -> {
          if (version() >= expected.get()) arrived.countDown();
        });
    there.refreshNow();

    expected.set(version() + 1);
    bump(here);

    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void otherChannelsAreHeardEachByThoseWhoAskedForThem() throws InterruptedException {
    Changes changes = new Changes(database.dataSource(), database.settings());
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    changes.onNotify("one", text -> heard.add("one " + text));
    changes.onNotify(
        "two",
        text -> {
          heard.add("two " + text);
          throw new IllegalStateException("not understood");
        });
    changes.start();
    try {
      while (heard.poll(100, TimeUnit.MILLISECONDS) == null) send("two", "a");
      heard.clear();
      send("other", "b");
      send("one", "c");
      String next = heard.poll(10, TimeUnit.SECONDS);
      while ("two a".equals(next)) next = heard.poll(10, TimeUnit.SECONDS);

      assertThat(next).isEqualTo("one c");
    } finally {
      changes.stop();
    }
  }

  private void send(String channel, String text) {
    database.jdbc().sql("select pg_notify(?, ?)").params(channel, text).query().listOfRows();
  }

  @Test
  void revisionsAreHandedOutInTheOrderOfCommits() {
    Changes changes = database.changes();

    long first = bump(changes);
    long second = bump(changes);

    assertThat(second).isEqualTo(first + 1);
  }

  @Test
  void aRevisionNeedsATransaction() {
    Changes changes = database.changes();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(changes::bump)
        .withMessageContaining("no transaction");
  }

  @Test
  void aRolledBackRevisionIsGivenAgain() {
    Changes changes = database.changes();
    long rolledBack =
        database
            .transactions()
            .execute(
                status -> {
                  status.setRollbackOnly();
                  return changes.bump();
                });

    assertThat(bump(changes)).isEqualTo(rolledBack);
  }

  @Test
  void aFailingRefresherDoesNotKeepTheOthersFromTheirNews() throws InterruptedException {
    Changes changes = database.changes();
    CountDownLatch reached = new CountDownLatch(1);
    changes.onChange(
        () -> {
          throw new IllegalStateException("unreadable row");
        });
    changes.onChange(reached::countDown);

    assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void goesOnAfterARefresherRanOutOfMemory() {
    Changes changes = database.changes();
    AtomicLong times = new AtomicLong();
    changes.onChange(
        () -> {
          if (times.incrementAndGet() == 1) throw new OutOfMemoryError("as the test says");
        });

    changes.refreshNow();

    assertThat(times).hasValueGreaterThan(1);
  }

  @Test
  void findsTheChangesAgainAfterTheDatabaseWasAway() throws InterruptedException {
    Changes changes = database.changes();
    AtomicLong expected = new AtomicLong(Long.MAX_VALUE);
    CountDownLatch arrived = new CountDownLatch(1);
    changes.onChange(
        () -> {
          if (version() >= expected.get()) arrived.countDown();
        });
    changes.refreshNow();

    database.goAway();
    assertThatExceptionOfType(Changes.NotYetVisible.class).isThrownBy(changes::refreshNow);
    database.comeBack();
    expected.set(version() + 1);
    bump(changes);

    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(changes.loaded()).isTrue();
  }

  private long bump(Changes changes) {
    return database.transactions().execute(_ -> changes.bump());
  }

  private long version() {
    return database.jdbc().sql("select version from change_counter").query(Long.class).single();
  }
}
