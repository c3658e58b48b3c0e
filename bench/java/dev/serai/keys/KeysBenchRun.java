package dev.serai.keys;

import com.zaxxer.hikari.HikariDataSource;
import dev.serai.call.Caller;
import dev.serai.call.KeyHash;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.database.DatabaseSettings;
import dev.serai.tenants.TenantSnapshot;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One start: reads all keys of a database into memory, then looks some of them up. Prints {@code
 * RESULT} and the figures that {@link KeysBench} names.
 */
public final class KeysBenchRun {
  private static final int LOOKUPS = 1 << 20;
  private static final int PASSES = 12;
  private static final int WARM_UP = 3;
  private static final int UNKNOWN = -1;

  private final KeySnapshot snapshot;
  private final TenantSnapshot tenants;
  private final long[] known;
  private final long[] unknown = hashes(new Random(2), LOOKUPS, UNKNOWN);

  /** So that nothing is optimised away. */
  private long sink;

  private KeysBenchRun(KeySnapshot snapshot, TenantSnapshot tenants, int keys) {
    this.snapshot = snapshot;
    this.tenants = tenants;
    this.known = keys == 0 ? unknown : hashes(new Random(1), LOOKUPS, keys);
  }

  /**
   * @param args URL of the database, number of keys in it
   */
  public static void main(String[] args) throws SQLException {
    int keys = Integer.parseInt(args[1]);
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(args[0]);
      pool.setUsername("postgres");
      pool.setMaximumPoolSize(4);
      try (Connection connection = pool.getConnection()) {
        connection.createStatement().execute("select 1");
      }
      TenantSnapshot tenants = tenants(pool, args[0]);
      KeySnapshot snapshot = new KeySnapshot(pool);
      double before = heapMb();
      long cpu = cpuNanos();
      long start = System.nanoTime();
      snapshot.refresh(System.currentTimeMillis());
      double loadMs = (System.nanoTime() - start) / 1e6;
      double cpuMs = (cpuNanos() - cpu) / 1e6;
      double heapMb = heapMb() - before;
      if (snapshot.size() != keys) throw new IllegalStateException(snapshot.size() + " keys");
      KeysBenchRun run = new KeysBenchRun(snapshot, tenants, keys);
      System.out.printf(
          Locale.ROOT,
          "RESULT %.1f %.1f %.2f %.1f %.1f %.1f%n",
          loadMs,
          cpuMs,
          heapMb,
          keys == 0 ? 0 : run.fastest(() -> run.find(run.known)),
          keys == 0 ? 0 : run.fastest(run::callers),
          run.fastest(() -> run.find(run.unknown)));
      if (run.sink == 42) System.out.println();
    }
  }

  /** What keys inherit, read once. */
  private static TenantSnapshot tenants(HikariDataSource pool, String url) {
    Changes changes = new Changes(pool, new DatabaseSettings(url, "postgres", Secret.of(""), 1));
    TenantSnapshot tenants = new TenantSnapshot(new JdbcTemplate(pool), changes);
    changes.start();
    changes.stop();
    return tenants;
  }

  /** Nanoseconds of each lookup in the fastest pass. */
  private double fastest(Runnable pass) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < PASSES; i++) {
      long start = System.nanoTime();
      pass.run();
      if (i >= WARM_UP) best = Math.min(best, System.nanoTime() - start);
    }
    return (double) best / LOOKUPS;
  }

  private void find(long[] hashes) {
    long found = 0;
    for (int i = 0; i < hashes.length; i += 4) if (entry(hashes, i) != null) found++;
    sink += found;
  }

  private void callers() {
    for (int i = 0; i < known.length; i += 4) {
      Caller caller = Objects.requireNonNull(entry(known, i)).caller(tenants);
      sink += caller.key().length() + caller.requestsPerMinute();
    }
  }

  private @Nullable KeyEntry entry(long[] hashes, int at) {
    return snapshot.find(
        new KeyHash(hashes[at], hashes[at + 1], hashes[at + 2], hashes[at + 3]));
  }

  /** In random order, one after the other in memory, so that reading them costs little. */
  private static long[] hashes(Random random, int count, int keys) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      long[] hashes = new long[count * 4];
      for (int i = 0; i < hashes.length; i += 4) {
        String number = keys == UNKNOWN ? "unknown " + i : Integer.toString(1 + random.nextInt(keys));
        KeyHash hash = KeyHash.of(sha.digest(number.getBytes(StandardCharsets.UTF_8)));
        hashes[i] = hash.a();
        hashes[i + 1] = hash.b();
        hashes[i + 2] = hash.c();
        hashes[i + 3] = hash.d();
      }
      return hashes;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double heapMb() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
