package dev.serai.leases;

import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;

/** One gateway's share in quotas, without the gateway. */
final class TestReplica {
  final String id = RequestId.next();
  final Quotas quotas;
  final Slots slots;
  final LeaseKeeper keeper;

  private TestReplica(TestDatabase database, Path folder, Changes changes) {
    slots = Slots.create(folder, id);
    quotas = new Quotas(slots);
    keeper =
        new LeaseKeeper(
            quotas,
            slots,
            new LeaseTable(database.dataSource(), id),
            new Recovery(database.dataSource(), folder, id),
            changes);
  }

  /** With its thread. */
  static TestReplica started(TestDatabase database, Path folder) {
    Changes changes = new Changes(database.dataSource(), database.settings());
    TestReplica replica = new TestReplica(database, folder, changes);
    changes.start();
    replica.keeper.start();
    return replica;
  }

  /** Looks when told to. */
  static TestReplica idle(TestDatabase database, Path folder) {
    return new TestReplica(
        database, folder, new Changes(database.dataSource(), database.settings()));
  }

  void look() {
    try {
      keeper.look(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As step 4 does: takes, or asks and takes again, until it is clear. */
  boolean take(Quota quota, long amount) {
    while (true) {
      if (quota.take(amount)) return true;
      switch (quotas.shortage(quota, amount)) {
        case FULL, BLIND -> {
          return false;
        }
        case ASK -> quotas.ask(quota, amount).toCompletableFuture().join();
      }
    }
  }
}
