package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.database.Changes;
import dev.serai.leases.Quota.Shortage;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With its thread, its notifications, and time as it is. */
@Timeout(60)
class LeaseKeeperTest {
  private static final QuotaKey KEY = new QuotaKey("limit", "", 1_000);

  @TempDir private Path folder;
  private final TestDatabase database = TestDatabase.migrated();
  private final List<Gateway> gateways = new ArrayList<>();

  private record Gateway(Quotas quotas, LeaseKeeper keeper, Changes changes) {}

  @AfterEach
  void close() {
    gateways.forEach(gateway -> gateway.keeper().stop());
    gateways.forEach(gateway -> gateway.changes().stop());
    database.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aCrowdOnAllReplicasGetsExactlyWhatTheCapSays(int count) throws Exception {
    for (int i = 0; i < count; i++) gateway("journal-" + i);
    AtomicInteger served = new AtomicInteger();

    crowd(
        1_000,
        i -> {
          Gateway gateway = gateways.get(i % count);
          Quota quota = gateway.quotas().open(KEY, cap(500));
          if (!call(gateway, quota, 1)) return;
          served.incrementAndGet();
          quota.settle(1, 1);
        });

    assertThat(served).hasValue(500);
    gateways.forEach(gateway -> gateway.keeper().stop());
    assertThat(sum("settled")).isEqualTo(500);
    assertThat(sum("granted")).isEqualTo(500);
  }

  @Test
  void withoutTheDatabaseAReplicaServesFromWhatItHoldsAndSeesAgainLater() {
    Gateway gateway = gateway("journal");
    Quota quota = gateway.quotas().open(KEY, cap(1_000));
    assertThat(call(gateway, quota, 1)).isTrue();
    long held = quota.available();
    assertThat(held).isPositive();

    database.goAway();
    for (long i = 0; i < held; i++) assertThat(quota.take(1)).isTrue();
    assertThat(call(gateway, quota, 1)).isFalse();
    assertThat(gateway.quotas().shortage(quota, 1)).isEqualTo(Shortage.BLIND);
    assertThat(gateway.keeper().blind()).isTrue();
    assertThat(gateway.quotas().ask(quota, 1).toCompletableFuture()).isCompleted();

    database.comeBack();
    while (gateway.quotas().blind()) Thread.onSpinWait();
    assertThat(call(gateway, quota, 1)).isTrue();
  }

  @Test
  void startsBlindWhileTheDatabaseIsAwayAndEndsItWhenItComes() {
    database.goAway();
    Gateway gateway = gateway("journal");
    Quota quota = gateway.quotas().open(KEY, cap(10));
    assertThat(gateway.quotas().shortage(quota, 1)).isEqualTo(Shortage.BLIND);
    quota.force(3);
    quota.settle(3, 3);

    database.comeBack();
    while (gateway.quotas().blind()) Thread.onSpinWait();

    assertThat(call(gateway, quota, 7)).isTrue();
    assertThat(call(gateway, quota, 1)).isFalse();
  }

  @Test
  void whatIsNotUsedIsThereForAnotherReplicaWithinTheTimeACallWaits() {
    Gateway first = gateway("journal-1");
    Gateway second = gateway("journal-2");
    Quota there = first.quotas().open(KEY, cap(100));
    assertThat(call(first, there, 60)).isTrue();
    there.settle(60, 0);

    assertThat(call(second, second.quotas().open(KEY, cap(100)), 95)).isTrue();
  }

  private Gateway gateway(String name) {
    Quotas quotas = new Quotas(new Slots(folder.resolve(name), 8_192), Clock.systemUTC());
    LeaseKeeper keeper = new LeaseKeeper(quotas, database.dataSource());
    Changes changes = new Changes(database.dataSource(), database.settings());
    changes.onNotify(LeaseKeeper.CHANNEL, keeper::heard);
    changes.start();
    keeper.start();
    Gateway gateway = new Gateway(quotas, keeper, changes);
    gateways.add(gateway);
    return gateway;
  }

  /** As step 4 does. */
  private static boolean call(Gateway gateway, Quota quota, long amount) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (quota.take(amount)) return true;
      if (gateway.quotas().shortage(quota, amount) != Shortage.ASK) return false;
      gateway.quotas().ask(quota, amount).toCompletableFuture().join();
    }
    throw new IllegalStateException("neither enough nor too little");
  }

  private interface Caller {
    void call(int number);
  }

  private static void crowd(int calls, Caller caller) throws Exception {
    try (ExecutorService crowd = Executors.newFixedThreadPool(64)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        all.add(crowd.submit(() -> caller.call(number)));
      }
      for (Future<?> each : all) each.get(30, TimeUnit.SECONDS);
    }
  }

  private static QuotaTerms cap(long cap) {
    return new QuotaTerms(cap, KEY.start(), Long.MAX_VALUE, true, List.of(80));
  }

  private long sum(String figure) {
    return database
        .jdbc()
        .sql("select coalesce(sum(" + figure + "), 0)::bigint from leases")
        .query(Long.class)
        .single();
  }
}
