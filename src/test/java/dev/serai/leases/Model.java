package dev.serai.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Charge;
import dev.serai.leases.Cluster.Replica;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What replicas do with one limit, and what must be true of it all the time. Amounts are kept here
 * once more, in the simplest way.
 */
final class Model implements AutoCloseable {
  private static final long SLICE = 10_000;
  private static int number;

  /** How windows follow each other. */
  enum Kind {
    TOTAL,
    CALENDAR,
    ROLLING
  }

  private final String limit = "model-" + number++;
  private final TestDatabase database;
  private final Cluster cluster;
  private final Kind kind;
  private final boolean forcing;
  private final List<Desk> desks = new ArrayList<>();
  private long cap;
  private long largestCap;

  /** Taken without asking, or used beyond what was reserved: by start of the window. */
  private final Map<Long, Long> forced = new TreeMap<>();

  /** Used for good: settled, or reserved by a call that died; by start of the window. */
  private final Map<Long, Long> used = new TreeMap<>();

  private record Running(Quota quota, long reserved) {}

  /** A journal folder, the process that uses it now, and records that are not drained. */
  private final class Desk {
    final String name;
    Replica replica;
    final List<Running> running = new ArrayList<>();
    final List<Charge> journal = new ArrayList<>();
    boolean fresh = true;

    Desk(String name) {
      this.name = name;
      this.replica = cluster.replica(name);
    }
  }

  /**
   * @param forcing whether calls may take or use what is not there
   */
  Model(TestDatabase database, Path folder, Kind kind, int replicas, long cap, boolean forcing) {
    this.forcing = forcing;
    this.database = database;
    this.cluster = new Cluster(database, folder);
    this.kind = kind;
    this.cap = this.largestCap = cap;
    for (int i = 0; i < replicas; i++) desks.add(new Desk("journal-" + i));
  }

  /** One thing that happens. */
  void step(int what, int where, long amount) {
    Desk desk = desks.get(where % desks.size());
    switch (what % 17) {
      case 0, 1 -> take(desk, amount);
      case 2, 3, 4 -> call(desk, amount);
      case 5 -> {
        if (forcing) force(desk, amount);
      }
      case 6, 7 -> settle(desk, amount, 0, 0);
      case 8 -> settle(desk, amount, 1, 0);
      case 9 -> settle(desk, amount, 1, forcing ? amount : 0);
      case 15 -> close(desk);
      case 10 -> desk.replica.quotas.ask(quota(desk), amount);
      case 11 -> desk.replica.keeper.round(amount % 2 == 0);
      case 12 -> {
        cluster.time.passes(amount * 131 % 12_000);
        cluster.deliver();
      }
      case 13 -> drain(desk);
      case 14 -> cap(Math.max(1, cap + amount * (amount % 2 == 0 ? 2 : -1)));
      default -> restart(desk, amount % 3 == 0);
    }
    check();
  }

  private void take(Desk desk, long amount) {
    Quota quota = quota(desk);
    if (quota.take(amount)) desk.running.add(new Running(quota, amount));
  }

  private void call(Desk desk, long amount) {
    Quota quota = quota(desk);
    if (desk.replica.call(quota, amount)) desk.running.add(new Running(quota, amount));
  }

  private void force(Desk desk, long amount) {
    Quota quota = quota(desk);
    quota.force(amount);
    forced.merge(quota.key().start(), amount, Long::sum);
    desk.running.add(new Running(quota, amount));
  }

  /** A call ends that used {@code share} of what it had reserved, and {@code more}. */
  private void settle(Desk desk, long which, int share, long more) {
    if (desk.running.isEmpty()) return;
    Running call = desk.running.remove((int) (which % desk.running.size()));
    long use = call.reserved() * share + more;
    Charge charge = call.quota().settle(call.reserved(), use);
    used.merge(call.quota().key().start(), use, Long::sum);
    forced.merge(call.quota().key().start(), Math.max(0, use - call.reserved()), Long::sum);
    if (charge != null) desk.journal.add(charge);
  }

  private void drain(Desk desk) {
    for (Charge charge : desk.journal) cluster.book(charge.lease(), charge.amount());
    desk.journal.clear();
    if (!desk.fresh) desk.replica.keeper.journalDrained();
  }

  private void cap(long now) {
    cap = now;
    largestCap = Math.max(largestCap, now);
    for (Desk desk : desks)
      for (Quota quota : desk.replica.quotas.all())
        desk.replica.quotas.change(quota, terms(quota.key().start()));
  }

  private void restart(Desk desk, boolean orderly) {
    if (orderly) for (int i = desk.running.size(); i > 0; i--) settle(desk, 0, 1, 0);
    for (Running call : desk.running)
      if (call.quota().slot().lease() != 0)
        used.merge(call.quota().key().start(), call.reserved(), Long::sum);
    for (Quota quota : desk.replica.quotas.all())
      if (quota.slot().lease() == 0 && !orderly) // nobody knows whose it was
      used.merge(quota.key().start(), -quota.slot().settled(), Long::sum);
    if (orderly) assertThat(desk.replica.stop()).isTrue();
    else desk.replica.kill();
    desk.running.clear();
    silence(desk.replica);
    desk.replica = cluster.replica(desk.name);
    desk.fresh = false;
  }

  /** It was not used for long. */
  private void close(Desk desk) {
    Quota quota = quota(desk);
    if (quota.reserved() == 0) desk.replica.quotas.close(quota);
    desk.replica.keeper.round(true);
  }

  private void silence(Replica replica) {
    database
        .jdbc()
        .sql("update replicas set seen_at = seen_at - interval '1 minute' where id = ?")
        .param(replica.quotas.slots().replica())
        .update();
  }

  private Quota quota(Desk desk) {
    long start = start();
    for (Quota quota : desk.replica.quotas.all())
      if (quota.key().start() != start && quota.reserved() == 0) desk.replica.quotas.close(quota);
    return desk.replica.open(new QuotaKey(limit, "", start), terms(start));
  }

  private long start() {
    long slices = (cluster.time.millis() - Cluster.START) / SLICE;
    return kind == Kind.TOTAL ? Cluster.START : Cluster.START + slices * SLICE;
  }

  private QuotaTerms terms(long start) {
    long end = kind == Kind.TOTAL ? Long.MAX_VALUE : start + SLICE;
    return new QuotaTerms(cap, since(start), end, true, List.of(80));
  }

  private long since(long start) {
    return kind == Kind.ROLLING ? start - 2 * SLICE : start;
  }

  private void check() {
    Map<Long, Long> held = sums("held");
    for (long start : held.keySet()) {
      assertThat(sum(held, start)).isLessThanOrEqualTo(largestCap + sum(forced, start));
      assertThat(sum(taken(), start)).isLessThanOrEqualTo(largestCap + sum(forced, start));
    }
    for (Desk desk : desks)
      for (Quota quota : desk.replica.quotas.all()) {
        Slot slot = quota.slot();
        long reserved =
            desk.running.stream()
                .filter(call -> call.quota() == quota)
                .mapToLong(Running::reserved)
                .sum();
        assertThat(slot.reserved()).isEqualTo(reserved);
        assertThat(slot.granted()).isEqualTo(slot.available() + reserved + slot.settled());
        if (slot.lease() != 0)
          assertThat(slot.granted()).isLessThanOrEqualTo(granted(slot.lease()));
      }
  }

  /** What every running or ended call took, as this model knows. */
  private Map<Long, Long> taken() {
    Map<Long, Long> all = new TreeMap<>(used);
    for (Desk desk : desks)
      for (Running call : desk.running)
        all.merge(call.quota().key().start(), call.reserved(), Long::sum);
    return all;
  }

  /** Of all windows that share the cap with the one that starts then. */
  private long sum(Map<Long, Long> by, long start) {
    long sum = 0;
    for (Map.Entry<Long, Long> each : by.entrySet())
      if (each.getKey() >= since(start) && each.getKey() <= start) sum += each.getValue();
    return sum;
  }

  private long granted(long lease) {
    return database
        .jdbc()
        .sql("select greatest(granted, settled) from leases where id = ?")
        .param(lease)
        .query(Long.class)
        .single();
  }

  private Map<Long, Long> sums(String figure) {
    Map<Long, Long> sums = new TreeMap<>();
    database
        .jdbc()
        .sql(
            "select to_millis(q.starts_at), sum(u."
                + figure
                + ") from quotas q join lease_use u on u.quota_id = q.id where q.limit_id = ?"
                + " group by 1")
        .param(limit)
        .query((row, _) -> sums.put(row.getLong(1), row.getLong(2)))
        .list();
    return sums;
  }

  /** All calls end, all processes end: what is left is what was used. */
  void end() {
    for (Desk desk : desks) {
      while (!desk.running.isEmpty()) settle(desk, 0, 1, 0);
      for (int i = 0; i < 2; i++) {
        drain(desk);
        cluster.time.passes(1_000);
        desk.replica.keeper.round(true);
      }
    }
    cluster.settleDown();
    for (Desk desk : desks) assertThat(desk.replica.stop()).isTrue();
    used.values().removeIf(amount -> amount == 0);
    Map<Long, Long> spent = sums("spent");
    spent.values().removeIf(amount -> amount == 0);
    Map<Long, Long> held = sums("held");
    held.values().removeIf(amount -> amount == 0);
    assertThat(spent).isEqualTo(used);
    assertThat(held).isEqualTo(used);
  }

  @Override
  public void close() {
    cluster.close();
    database.jdbc().sql("update replicas set closed_at = now()").update();
  }
}
