package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import dev.serai.leases.Cluster.Replica;
import dev.serai.leases.Quota.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LeasesTest extends OnOneDatabase {
  private static final long HOUR = 3_600_000;
  private static final long END = Cluster.START + HOUR;

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
  void callsThatAskAtOnceGetWhatTheyNeedInOneExchange() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 1_000);
    List<CompletionStage<Void>> answers = new ArrayList<>();
    for (int i = 0; i < 64; i++) answers.add(replica.quotas.ask(quota, 5));

    replica.keeper.round(false);

    assertThat(answers).allMatch(answer -> answer.toCompletableFuture().isDone());
    for (int i = 0; i < 64; i++) assertThat(quota.take(5)).isTrue();
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
  void whatOthersReservedIsNotFreeUntilTheyGiveItBack() {
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
  void whatIsFullIsRefusedFromMemoryAndAskedAboutOnceASecond() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 10);
    assertThat(replica.call(quota, 10)).isTrue();
    assertThat(replica.call(quota, 1)).isFalse();
    long exchanges = exchanges();

    for (int i = 0; i < 50; i++) {
      assertThat(replica.quotas.shortage(quota, 1)).isEqualTo(Shortage.FULL);
      replica.keeper.round(false);
      cluster.time.passes(10);
    }

    assertThat(exchanges()).isLessThanOrEqualTo(exchanges + 1);
  }

  @Test
  void whatASettlementFreesIsTakenWithoutAsking() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 10);
    replica.call(quota, 10);
    assertThat(replica.call(quota, 1)).isFalse();

    quota.settle(10, 4);

    assertThat(quota.take(6)).isTrue();
    assertThat(quota.take(1)).isFalse();
    assertThat(replica.quotas.standing(quota)).isEqualTo(new Standing(10, 4, 6, END));
  }

  @Test
  void useBeyondTheReservationIsCoveredFromWhatIsFree() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);

    quota.settle(10, 90);

    assertThat(replica.call(quota, 10)).isTrue();
    assertThat(replica.call(quota, 1)).isFalse();
    assertThat(cluster.held(limit)).isEqualTo(100);
  }

  @Test
  void useBeyondTheCapIsCountedAndBlocks() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 100);

    quota.settle(100, 130);

    assertThat(replica.call(quota, 1)).isFalse();
    assertThat(replica.quotas.standing(quota).spent()).isEqualTo(130);
    Quota elsewhere = open(cluster.replica(), 100);
    tellAll();
    assertThat(cluster.spent(limit)).isEqualTo(130);
    assertThat(elsewhere.available()).isZero();
  }

  @Test
  void aBusyQuotaIsFilledUpBeforeItIsEmpty() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 1_000_000);
    replica.call(quota, 100);

    for (int tick = 0; tick < 50; tick++) {
      for (int i = 0; i < 20; i++) assertThat(replica.call(quota, 1)).isTrue();
      cluster.time.passes(200);
      replica.keeper.round(true);
      if (tick > 10) assertThat(quota.available()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void whereThereIsPlentyADatabaseMayBeAwayForTwoMinutes() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 1_000_000);
    for (int second = 0; second < 5; second++) busySecond(replica, quota);

    for (int second = 0; second < 120; second++)
      for (int call = 0; call < 100; call++) assertThat(quota.take(1)).isTrue();
    assertThat(quota.available()).isLessThan(1_000_000 / 50);
  }

  @Test
  void ofATightCapNobodyHoldsMoreThanTheNextSeconds() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 5_000);

    for (int second = 0; second < 5; second++) busySecond(replica, quota);

    assertThat(quota.available()).isBetween(1L, 200L);
  }

  private void busySecond(Replica replica, Quota quota) {
    for (int call = 0; call < 100; call++) {
      assertThat(replica.call(quota, 1)).isTrue();
      quota.settle(1, 1);
      cluster.time.passes(10);
    }
    replica.keeper.round(true);
  }

  @Test
  void anIdleQuotaGivesBackWhatNobodyReserved() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);
    cluster.talk();
    assertThat(cluster.held(limit)).isGreaterThan(10);

    cluster.time.passes(10_000);
    cluster.talk();

    assertThat(cluster.held(limit)).isEqualTo(10);
    assertThat(replica.call(quota, 5)).isTrue();
  }

  @Test
  void aWindowThatIsOverGivesBackAtOnce() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);

    cluster.time.passes(HOUR);
    cluster.talk();

    assertThat(cluster.held(limit)).isEqualTo(10);
    quota.settle(10, 3);
    cluster.talk();
    assertThat(cluster.held(limit)).isEqualTo(3);
  }

  @Test
  void aClosedQuotaIsForgottenWhenItsCallsHaveEndedAndGoesOnWhereItWas() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);
    replica.quotas.close(quota);
    cluster.talk();
    assertThat(replica.quotas.size()).isOne();

    quota.settle(10, 7);
    cluster.talk();
    cluster.talk();
    assertThat(replica.quotas.size()).isZero();
    assertThat(cluster.held(limit)).isEqualTo(7);

    Quota again = open(replica, 100);
    again.force(2);
    again.settle(2, 2);
    assertThat(replica.call(again, 91)).isTrue();
    assertThat(replica.call(again, 1)).isFalse();
    assertThat(replica.quotas.standing(again)).isEqualTo(new Standing(100, 9, 91, END));
    tellAll();
    assertThat(cluster.held(limit)).isEqualTo(100);
    assertThat(cluster.spent(limit)).isEqualTo(9);
  }

  @Test
  void aLoweredCapTakesBackWhatIsNotUsedAndARaisedOneIsThereAtOnce() {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);

    replica.quotas.change(quota, terms(10));
    cluster.talk();
    assertThat(cluster.held(limit)).isEqualTo(10);
    assertThat(replica.call(quota, 1)).isFalse();

    replica.quotas.change(quota, terms(12));
    assertThat(replica.call(quota, 2)).isTrue();
    assertThat(replica.call(quota, 1)).isFalse();
  }

  @Test
  void whatIsNotEnforcedIsCountedAndHoldsNothing() {
    Replica replica = cluster.replica();
    Quota quota = replica.open(key(), counting(10));
    quota.force(30);
    assertThat(quota.settle(30, 25)).isNull();
    cluster.talk();

    quota.force(4);
    Charge charge = quota.settle(4, 4);

    assertThat(charge).isNotNull();
    cluster.book(charge.lease(), 4);
    tellAll();
    assertThat(cluster.spent(limit)).isEqualTo(29);
    assertThat(cluster.held(limit)).isEqualTo(29);
  }

  @Test
  void theSlicesOfARollingWindowShareTheCapUntilTheyLeaveIt() {
    Replica replica = cluster.replica();
    Quota first = replica.open(slice(0), rolling(0));
    assertThat(replica.call(first, 7)).isTrue();
    first.settle(7, 7);
    cluster.time.passes(1_000);
    cluster.talk();

    Quota second = replica.open(slice(1), rolling(1));
    assertThat(replica.call(second, 4)).isFalse();
    assertThat(replica.call(second, 3)).isTrue();
    long leaves = Cluster.START + 3_000;
    assertThat(replica.quotas.standing(second)).isEqualTo(new Standing(10, 7, 3, leaves));
    second.settle(3, 3);

    Quota fourth = replica.open(slice(3), rolling(3));
    assertThat(replica.call(fourth, 7)).isTrue();
    assertThat(replica.call(fourth, 1)).isFalse();
  }

  @Test
  void aThresholdIsToldOnceOverAllReplicasAndSlices() {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Replica replica = cluster.replica();
      replica.quotas.onCrossing(
          (key, threshold, spent, cap) -> told.add(threshold + "% " + spent + " of " + cap));
      Quota quota = replica.open(slice(i), rolling(i));
      if (replica.call(quota, 4)) quota.settle(4, 4);
      cluster.time.passes(1_000);
      cluster.talk();
    }

    assertThat(told).containsExactly("80% 8 of 10");
  }

  private Quota open(Replica replica, long cap) {
    return replica.open(key(), terms(cap));
  }

  private void tellAll() {
    cluster.time.passes(1_000);
    cluster.talk();
  }

  private long exchanges() {
    return Objects.requireNonNull(
        database.jdbc().sql("select max(exchange) from leases").query(Long.class).single());
  }

  private QuotaKey key() {
    return new QuotaKey(limit, "", Cluster.START);
  }

  private QuotaKey slice(int number) {
    return new QuotaKey(limit, "", Cluster.START + 1_000L * number);
  }

  /** Three slices of a second. */
  private static QuotaTerms rolling(int number) {
    long start = Cluster.START + 1_000L * number;
    return new QuotaTerms(10, start - 2_000, start + 1_000, true, List.of(80));
  }

  private static QuotaTerms terms(long cap) {
    return new QuotaTerms(cap, Cluster.START, END, true, List.of(80, 95));
  }

  private static QuotaTerms counting(long cap) {
    return new QuotaTerms(cap, Cluster.START, END, false, List.of(80, 95));
  }
}
