package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.leases.Cluster.Replica;
import dev.serai.leases.Quota.Shortage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LeaseTableTest extends OnOneDatabase {
  private static final long HOUR = 3_600_000;
  private static final long END = Cluster.START + HOUR;

  @Test
  void quotasThatHaveNotCountedForADayAreDropped() {
    for (String age : List.of("25 hours", "23 hours"))
      database
          .jdbc()
          .sql(
              "insert into quotas (limit_id, member, starts_at, counts_until)"
                  + " values (?, ?, now(), now() - ?::interval)")
          .params(limit, age, age)
          .update();
    Replica replica = cluster.replica();
    cluster.time.passes(60_000);

    replica.keeper.round(true);

    assertThat(
            database
                .jdbc()
                .sql("select member from quotas where limit_id = ?")
                .param(limit)
                .query(String.class)
                .list())
        .containsExactly("23 hours");
  }

  @Test
  void anyNameOfAMemberCanBeLimited() {
    Replica replica = cluster.replica();
    for (String member : List.of("a\u0000b", "x".repeat(10_000), "\ud800", "a\t'b {\"} \\")) {
      Quota quota = replica.open(new QuotaKey(limit, member, Cluster.START), terms(10));

      assertThat(replica.call(quota, 10)).isTrue();
      assertThat(replica.call(quota, 1)).isFalse();
      assertThat(replica.keeper.blind()).isFalse();
    }
  }

  @Test
  void aQuotaThatTheDatabaseDoesNotUnderstandHarmsNoOther() {
    Replica replica = cluster.replica();
    Quota bad = replica.open(new QuotaKey("not\u0000text", "", Cluster.START), terms(10));
    Quota good = open(replica, 10);
    CompletionStage<Void> vain = replica.quotas.ask(bad, 1);
    CompletionStage<Void> answer = replica.quotas.ask(good, 1);

    replica.keeper.round(false);

    assertThat(answer.toCompletableFuture()).isCompleted();
    assertThat(good.take(1)).isTrue();
    assertThat(vain.toCompletableFuture()).isCompleted();
    assertThat(replica.quotas.shortage(bad, 1)).isEqualTo(Shortage.FULL);
    assertThat(replica.keeper.blind()).isFalse();
  }

  @Test
  void anExchangeWhoseAnswerWasLostDoesNoHarm() throws Exception {
    Replica replica = cluster.replica();
    Quota quota = open(replica, 100);
    replica.call(quota, 10);
    Slot slot = quota.slot();
    LeaseTable table = new LeaseTable(database.dataSource(), replica.quotas.slots().replica());
    Exchange lost =
        new Exchange(quota, quota.terms(), 1, slot.granted(), slot.settled(), 20, 20, 0, 0);
    long before = cluster.held(limit);

    table.exchange(List.of(lost), 1_000_000);
    assertThat(cluster.held(limit)).isEqualTo(before + 20);
    Exchange next = new Exchange(quota, quota.terms(), 1, slot.granted(), 0, 0, 0, 0, -1);
    table.exchange(List.of(next), 1_000_001);

    assertThat(cluster.held(limit)).isEqualTo(before);
    assertThat(table.exchange(List.of(lost), 1_000_000)).containsExactly((Exchange.Answer) null);
    assertThat(cluster.held(limit)).isEqualTo(before);
  }

  private Quota open(Replica replica, long cap) {
    return replica.open(new QuotaKey(limit, "", Cluster.START), terms(cap));
  }

  private static QuotaTerms terms(long cap) {
    return new QuotaTerms(cap, Cluster.START, END, true, List.of());
  }
}
