package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.keys.VirtualKey.Status;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Every secret of every key, by hash. Read by all event loops, changed by the refresh thread alone;
 * only rows of later revisions are fetched. Bounded by the number of secrets in the database.
 */
final class KeySnapshot {
  /** Who ended it may have a clock that is ahead of ours. */
  private static final long CLOCK_SKEW_MILLIS = 5_000;

  private final Scopes scopes = new Scopes();
  private final KeyTable table = new KeyTable();
  private final KeyRows rows;
  private long revision = -1;

  /** Ids that {@link #refresh} has still to tell: a fetch may fail after some rows. */
  private Set<String> ended = new HashSet<>();

  KeySnapshot(DataSource dataSource) {
    rows = new KeyRows(dataSource, scopes);
  }

  @Nullable KeyEntry find(KeyHash hash) {
    byte[] packed = table.find(hash);
    return packed == null ? null : new KeyEntry(packed, scopes.get(PackedKey.scope(packed)));
  }

  int size() {
    return table.size();
  }

  /**
   * @param now epoch milliseconds
   * @return ids of keys that were ended, or one of their secrets, since they were read
   */
  Set<String> refresh(long now) {
    revision = rows.changedAfter(revision, packed -> put(packed, now));
    Set<String> told = ended;
    ended = new HashSet<>();
    return told;
  }

  private void put(byte[] packed, long now) {
    byte[] before = table.put(packed);
    if (before != null && ends(before, packed, now)) ended.add(PackedKey.id(packed));
  }

  /** Also of a key whose time was over: calls that began before may still run. */
  private static boolean ends(byte[] before, byte[] packed, long now) {
    if (PackedKey.status(before) == Status.ACTIVE && PackedKey.status(packed) != Status.ACTIVE)
      return true;
    long end = PackedKey.end(packed);
    return end < PackedKey.end(before) && end <= now + CLOCK_SKEW_MILLIS;
  }
}
