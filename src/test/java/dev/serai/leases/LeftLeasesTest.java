package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import dev.serai.leases.Cluster.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LeftLeasesTest extends OnOneDatabase {
  @Test
  void whatWasReservedWhenAProcessWasKilledIsChargedOnceAndTheRestIsFreeWhenItsJournalIsDrained() {
    long lease = killedWithTenReservedAndFiveUsed("a");
    long held = cluster.held(limit);
    assertThat(held).isGreaterThan(15);

    Replica next = cluster.replica("a");
    cluster.silence();
    cluster.talk();
    assertThat(cluster.spent(limit)).isEqualTo(15);
    assertThat(cluster.held(limit)).isEqualTo(held);
    Quota quota = open(next);
    assertThat(next.call(quota, 100 - held)).isTrue();
    assertThat(next.call(quota, 1)).isFalse();

    cluster.book(lease, 5);
    next.keeper.journalDrained();
    cluster.talk();
    assertThat(cluster.spent(limit)).isEqualTo(15);
    cluster.time.passes(1_000);
    next.quotas.shortage(quota, 1);
    cluster.settleDown();

    assertThat(next.call(quota, held - 15)).isTrue();
    assertThat(next.call(quota, 1)).isFalse();
    assertThat(cluster.held(limit)).isEqualTo(100);
  }

  @Test
  void aProcessThatIsKilledWhileItRecoversChargesNothingTwice() {
    killedWithTenReservedAndFiveUsed("a");
    for (int i = 0; i < 3; i++) cluster.replica("a").kill();

    cluster.silence();
    Replica next = cluster.replica("a");
    next.keeper.journalDrained();
    cluster.talk();
    cluster.talk();

    assertThat(cluster.spent(limit)).isEqualTo(15);
    assertThat(cluster.held(limit)).isEqualTo(15);
  }

  @Test
  void whatWasUsedBeforeTheFirstExchangeIsNotForgottenWhenTheProcessIsKilledAfterIt() {
    Replica dead = cluster.replica("a");
    Quota quota = open(dead);
    quota.force(7);
    assertThat(quota.settle(7, 7)).isNull();
    dead.call(quota, 1);
    dead.kill();

    cluster.silence();
    giveBack("a");

    assertThat(cluster.spent(limit)).isEqualTo(8);
    assertThat(cluster.held(limit)).isEqualTo(8);
  }

  @Test
  void aQuotaThatWasForgottenAndMetAgainIsChargedWithAllOfIt() {
    Replica dead = cluster.replica("a");
    Quota quota = open(dead);
    dead.call(quota, 5);
    quota.settle(5, 5);
    dead.quotas.close(quota);
    cluster.talk();
    cluster.talk();
    assertThat(dead.quotas.size()).isZero();
    dead.call(open(dead), 10);
    dead.kill();

    cluster.silence();
    giveBack("a");

    assertThat(cluster.spent(limit)).isEqualTo(15);
    assertThat(cluster.held(limit)).isEqualTo(15);
  }

  @Test
  void aFolderWhoseGatewayDoesNotComeBackIsFreedFromOutside() {
    long lease = killedWithTenReservedAndFiveUsed("a");
    cluster.book(lease, 5);

    cluster.silence();
    assertThat(giveBack("a")).isZero();

    assertThat(cluster.held(limit)).isEqualTo(15);
    assertThat(files("a")).containsExactly("id");
    assertThat(giveBack("a")).isZero();
    assertThat(cluster.spent(limit)).isEqualTo(15);
  }

  @Test
  void aProcessThatWasHeardOfJustNowIsLeftAlone() {
    killedWithTenReservedAndFiveUsed("a");
    long held = cluster.held(limit);

    assertThat(giveBack("a")).isOne();

    assertThat(cluster.held(limit)).isEqualTo(held);
  }

  @Test
  void theProcessesOfOtherFoldersKeepWhatTheyHold() {
    Replica other = cluster.replica("b");
    other.call(open(other), 30);
    long held = cluster.held(limit);

    cluster.silence();
    Replica next = cluster.replica("a");
    next.keeper.journalDrained();
    cluster.talk();

    assertThat(cluster.held(limit)).isEqualTo(held);
  }

  @Test
  void anOrderlyEndLeavesNothingBehind() {
    Replica replica = cluster.replica("a");
    Quota quota = open(replica);
    replica.call(quota, 10);
    quota.settle(10, 3);

    assertThat(replica.stop()).isTrue();

    assertThat(cluster.held(limit)).isEqualTo(3);
    assertThat(cluster.spent(limit)).isEqualTo(3);
    assertThat(files("a")).containsExactly("id");
  }

  @Test
  void callsThatOutliveAnOrderlyEndAreChargedByTheNextProcess() {
    Replica replica = cluster.replica("a");
    Quota quota = open(replica);
    replica.call(quota, 10);
    assertThat(replica.stop()).isFalse();
    assertThat(cluster.held(limit)).isEqualTo(10);

    cluster.silence();
    Replica next = cluster.replica("a");
    next.keeper.journalDrained();
    cluster.talk();

    assertThat(cluster.spent(limit)).isEqualTo(10);
    assertThat(cluster.held(limit)).isEqualTo(10);
  }

  /**
   * @return its lease
   */
  private long killedWithTenReservedAndFiveUsed(String name) {
    Replica dead = cluster.replica(name);
    Quota quota = open(dead);
    dead.call(quota, 15);
    Charge charge = Objects.requireNonNull(quota.settle(5, 5));
    dead.kill();
    return charge.lease();
  }

  private long giveBack(String name) {
    try {
      return LeftLeases.giveBack(database.dataSource(), folder.resolve(name));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> files(String name) {
    try (var files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Quota open(Replica replica) {
    return replica.open(
        new QuotaKey(limit, "", Cluster.START),
        new QuotaTerms(100, Cluster.START, Long.MAX_VALUE, true, List.of()));
  }
}
