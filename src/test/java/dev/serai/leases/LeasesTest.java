package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import dev.serai.leases.Quota.Shortage;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LeasesTest {
  private static final QuotaKey KEY = new QuotaKey("limit", "", 1_000);

  @TempDir Path folder;
  private TestDatabase database;
  private final List<TestReplica> replicas = new ArrayList<>();

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
  }

  @AfterEach
  void close() {
    replicas.forEach(replica -> replica.keeper.stop());
    database.close();
  }

  private TestReplica started(String name) {
    TestReplica replica = TestReplica.started(database, folder.resolve(name));
    replicas.add(replica);
    return replica;
  }

  private TestReplica idle(String name) {
    return TestReplica.idle(database, folder.resolve(name));
  }

  private static QuotaTerms cap(long cap) {
    return new QuotaTerms(cap, KEY.start(), Long.MAX_VALUE, true, List.of(80, 95));
  }

  /** Asks, looks, and takes what came. */
  private static boolean take(TestReplica replica, Quota quota, long amount) {
    if (quota.take(amount)) return true;
    replica.quotas.ask(quota, amount);
    replica.look();
    return quota.take(amount);
  }

  private long sum(String column) {
    return database
        .jdbc()
        .sql("select coalesce(sum(" + column + "), 0)::bigint from leases")
        .query(Long.class)
        .single();
  }

  private void book(Charge charge) {
    database
        .jdbc()
        .sql(
            """
            insert into lease_charges as c values (?, ?)
            on conflict (lease_id) do update set spent = c.spent + excluded.spent
            """)
        .params(charge.lease(), charge.amount())
        .update();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aCrowdOnAllReplicasGetsExactlyWhatTheCapSays(int count) throws Exception {
    for (int i = 0; i < count; i++) started("replica-" + i);
    AtomicInteger taken = new AtomicInteger();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        TestReplica replica = replicas.get(i % count);
        tasks.add(
            crowd.submit(
                () -> {
                  Quota quota = replica.quotas.open(KEY, cap(500));
                  if (!replica.take(quota, 1)) return;
                  taken.incrementAndGet();
                  quota.settle(1, 1);
                }));
      }
      for (Future<?> task : tasks) task.get();
    }

    assertThat(taken).hasValue(500);
    assertThat(sum("granted")).isEqualTo(500);
  }

  @Test
  void whatOneReplicaHoldsAndDoesNotUseGoesToTheOneThatMissesIt() {
    TestReplica first = started("first");
    TestReplica second = started("second");
    Quota mine = first.quotas.open(KEY, cap(100));
    assertThat(first.take(mine, 10)).isTrue();
    assertThat(mine.available()).isPositive();

    Quota yours = second.quotas.open(KEY, cap(100));
    int got = 0;
    while (second.take(yours, 1)) got++;

    assertThat(got).isEqualTo(90);
    assertThat(second.quotas.shortage(yours, 1)).isEqualTo(Shortage.FULL);
    assertThat(second.quotas.standing(yours).spent()).isZero();
    assertThat(second.quotas.standing(yours).reserved()).isEqualTo(100);
  }

  @Test
  void aFullQuotaIsRefusedFromMemory() {
    TestReplica replica = idle("a");
    Quota quota = replica.quotas.open(KEY, cap(5));
    assertThat(take(replica, quota, 5)).isTrue();
    assertThat(take(replica, quota, 1)).isFalse();

    database.goAway();

    assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.FULL);
    database.comeBack();
  }

  @Test
  void whatASettlementFreesCanBeTakenAtOnce() {
    TestReplica replica = idle("a");
    Quota quota = replica.quotas.open(KEY, cap(10));
    assertThat(take(replica, quota, 10)).isTrue();
    assertThat(take(replica, quota, 1)).isFalse();

    assertThat(quota.settle(10, 4)).isNotNull();

    assertThat(quota.take(6)).isTrue();
    assertThat(quota.take(1)).isFalse();
    assertThat(replica.quotas.standing(quota)).isEqualTo(new Standing(10, 4, 6, Long.MAX_VALUE));
  }

  @Test
  void useBeyondTheReservationIsCoveredFromWhatIsFree() {
    TestReplica replica = idle("a");
    Quota quota = replica.quotas.open(KEY, cap(100));
    assertThat(take(replica, quota, 10)).isTrue();
    quota.settle(10, 90);
    replica.quotas.ask(quota, 5);
    replica.look();

    assertThat(sum("granted")).isBetween(95L, 100L);
    assertThat(take(replica, quota, 10)).isTrue();
    assertThat(take(replica, quota, 1)).isFalse();
  }

  @Test
  void whatIsUsedBeforeALeaseIsKnownIsBookedAsASum() {
    TestReplica replica = idle("a");
    Quota quota = replica.quotas.open(KEY, new QuotaTerms(10, 1_000, 5_000, false, List.of()));
    quota.force(3);
    assertThat(quota.settle(3, 7)).isNull();

    replica.quotas.close(quota);
    replica.look();

    assertThat(database.jdbc().sql("select spent from lease_charges").query(Long.class).single())
        .isEqualTo(7);
    assertThat(replica.quotas.standing(quota).spent()).isEqualTo(7);
  }

  @Test
  void aKilledProcessIsChargedWithWhatItHadReservedAndReleasedWhenItsJournalIsThere() {
    TestReplica dead = idle("a");
    Quota quota = dead.quotas.open(KEY, cap(100));
    assertThat(take(dead, quota, 20)).isTrue();
    Charge used = Objects.requireNonNull(quota.settle(12, 12));
    long held = sum("granted");

    TestReplica next = idle("a");
    next.look();
    next.look();
    assertThat(sum("granted")).isEqualTo(held);
    assertThat(database.jdbc().sql("select spent from lease_charges").query(Long.class).single())
        .isEqualTo(8);

    book(used);
    next.keeper.journalDrained();
    next.look();

    assertThat(sum("granted")).isEqualTo(20);
    Quota again = next.quotas.open(KEY, cap(100));
    assertThat(take(next, again, 80)).isTrue();
    assertThat(take(next, again, 1)).isFalse();
  }

  @Test
  void anOrderlyEndGivesBackWhatWasNotUsed() {
    TestReplica replica = started("a");
    Quota quota = replica.quotas.open(KEY, cap(100));
    assertThat(replica.take(quota, 3)).isTrue();
    quota.settle(3, 3);

    replica.keeper.stop();

    assertThat(sum("granted")).isEqualTo(3);
    assertThat(folder.resolve("a")).isEmptyDirectory();
  }

  @Test
  void withoutTheDatabaseAReplicaServesFromWhatItHoldsAndSeesAgainLater() {
    TestReplica replica = started("a");
    Quota quota = replica.quotas.open(KEY, cap(1_000));
    assertThat(replica.take(quota, 1)).isTrue();
    long held = quota.available();
    assertThat(held).isPositive();

    database.goAway();
    for (long i = 0; i < held; i++) assertThat(quota.take(1)).isTrue();
    assertThat(replica.take(quota, 1)).isFalse();
    assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.BLIND);

    database.comeBack();
    while (replica.quotas.blind()) Thread.onSpinWait();
    assertThat(replica.take(quota, 1)).isTrue();
  }

  @Test
  void aLoweredCapTakesBackWhatIsNotUsedAndARaisedOneIsThereAtOnce() {
    TestReplica replica = idle("a");
    Quota quota = replica.quotas.open(KEY, cap(100));
    assertThat(take(replica, quota, 10)).isTrue();

    replica.quotas.change(quota, cap(10));
    replica.look();
    assertThat(sum("granted")).isEqualTo(10);
    assertThat(take(replica, quota, 1)).isFalse();
    assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.FULL);

    replica.quotas.change(quota, cap(12));
    assertThat(take(replica, quota, 2)).isTrue();
    assertThat(take(replica, quota, 1)).isFalse();
  }

  @Test
  void theSlicesOfARollingWindowShareTheCapUntilTheyLeaveIt() {
    TestReplica replica = idle("a");
    Quota first = replica.quotas.open(new QuotaKey("limit", "m", 1_000), slice(1_000));
    assertThat(take(replica, first, 7)).isTrue();
    first.settle(7, 7);
    replica.quotas.close(first);
    replica.look();

    Quota second = replica.quotas.open(new QuotaKey("limit", "m", 2_000), slice(2_000));
    assertThat(take(replica, second, 4)).isFalse();
    assertThat(take(replica, second, 3)).isTrue();
    assertThat(replica.quotas.standing(second)).isEqualTo(new Standing(10, 7, 3, 4_000));
    second.settle(3, 3);
    replica.quotas.close(second);

    Quota fourth = replica.quotas.open(new QuotaKey("limit", "m", 4_000), slice(4_000));
    assertThat(take(replica, fourth, 7)).isTrue();
    assertThat(take(replica, fourth, 1)).isFalse();
  }

  /** Three slices of a second. */
  private static QuotaTerms slice(long start) {
    return new QuotaTerms(10, start - 2_000, start + 1_000, true, List.of());
  }

  @Test
  void aThresholdIsToldOnceOverAllReplicas() {
    List<String> told = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      TestReplica replica = idle(name);
      replica.quotas.onCrossing(
          (key, threshold, spent, cap) -> told.add(threshold + "% " + spent + " of " + cap));
      Quota quota = replica.quotas.open(KEY, cap(10));
      assertThat(take(replica, quota, 4)).isTrue();
      quota.settle(4, 4);
      replica.quotas.close(quota);
      replica.look();
      replica.look();
    }

    assertThat(told).containsExactly("80% 8 of 10");
  }
}
