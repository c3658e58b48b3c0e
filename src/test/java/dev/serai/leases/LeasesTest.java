package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import dev.serai.leases.Cluster.Replica;
import dev.serai.leases.Quota.Shortage;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
  private static final TestDatabase DATABASE = TestDatabase.migrated();
  private static final long HOUR = 3_600_000;
  private static int number;

  private final String limit = "limit-" + number++;
  @TempDir private Path folder;
  private Cluster cluster;

  @BeforeEach
  void begin() {
    cluster = new Cluster(DATABASE, folder);
  }

  @AfterEach
  void end() {
    cluster.close();
    DATABASE.jdbc().sql("update replicas set closed_at = now()").update();
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void aColdQuotaHasNothingUntilItWasAskedFor() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);

    assertThat(quota.take(1)).isFalse();
    assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.ASK);
    assertThat(replica.call(quota, 1)).isTrue();
    assertThat(quota.available()).isPositive();
  }

  @Test
  void oneReplicaGetsTheCapAndNotOneMore() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);

    for (int i = 0; i < 100; i++) assertThat(replica.call(quota, 1)).isTrue();

    assertThat(replica.call(quota, 1)).isFalse();
    assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.FULL);
  }

  @Test
  void threeReplicasShareTheCapToTheLastPiece() {
    List<Replica> replicas = List.of(cluster.replica(), cluster.replica(), cluster.replica());
    List<Quota> quotas = new ArrayList<>();
    for (Replica replica : replicas) quotas.add(open(replica, 100));

    int served = 0;
    for (int i = 0; i < 300; i++) if (replicas.get(i % 3).call(quotas.get(i % 3), 1)) served++;

    assertThat(served).isEqualTo(100);
    assertThat(cluster.held(limit)).isEqualTo(100);
  }

  @Test
  void whatOneReplicaDoesNotUseIsGivenToTheOneThatAsks() {
    Replica first = cluster.replica();
    Quota there = open(first, 100);
    assertThat(first.call(there, 40)).isTrue();
    there.settle(40, 10);
    cluster.settleDown();
    Replica second = cluster.replica();
    Quota here = open(second, 100);

    assertThat(second.call(here, 90)).isTrue();

    assertThat(there.available()).isZero();
    assertThat(cluster.held(limit)).isEqualTo(100);
  }

  @Test
  void whatOthersReservedIsNotFreeAndSaysSo() {
    Replica first = cluster.replica();
    Quota there = open(first, 100);
    assertThat(first.call(there, 60)).isTrue();
    Replica second = cluster.replica();
    Quota here = open(second, 100);

    assertThat(second.call(here, 50)).isFalse();

    assertThat(second.quotas.shortage(here, 50)).isEqualTo(Shortage.FULL);
    assertThat(second.call(here, 40)).isTrue();
    there.settle(60, 0);
    cluster.time.passes(2_000);
    assertThat(second.quotas.shortage(here, 50)).isEqualTo(Shortage.FULL);
    cluster.settleDown();
    assertThat(second.call(here, 50)).isTrue();
  }

  @Test
  void recordsAreChargedToTheLease() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);

    Charge charge = quota.settle(10, 7);

    assertThat(charge).isNotNull();
    assertThat(charge.amount()).isEqualTo(7);
    cluster.book(charge.lease(), 7);
    cluster.time.passes(2_000);
    cluster.talk();
    assertThat(cluster.spent(limit)).isEqualTo(7);
  }

  private Quota open(Replica replica, long cap) {
    return replica.open(key(), terms(cap));
  }

  private QuotaKey key() {
    return new QuotaKey(limit, "", Cluster.START);
  }

  private static QuotaTerms terms(long cap) {
    return new QuotaTerms(cap, Cluster.START, Cluster.START + HOUR, true, List.of(80, 95));
  }
}
