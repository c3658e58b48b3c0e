package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.database.Lookups;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Single keys from the database, for calls that come before all of them are in memory. */
final class KeyLookups {
  private static final int MOST_FOUND = 10_000;

  private final DataSource dataSource;
  private final Lookups<KeyHash, Answer> lookups = new Lookups<>("key", new Answer(null, false));

  /** What calls may be running with. */
  private final Map<KeyHash, String> found = new ConcurrentHashMap<>();

  KeyLookups(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param entry null = there is none, or it is not known whether there is one
   */
  record Answer(@Nullable KeyEntry entry, boolean read) {}

  /**
   * @return never fails
   */
  CompletableFuture<Answer> find(KeyHash hash) {
    return lookups.find(hash, () -> read(hash));
  }

  /** Tells all that were found, hash and id of the key, and forgets them. */
  void forget(BiConsumer<KeyHash, String> told) {
    found.forEach(told);
    found.clear();
  }

  private Answer read(KeyHash hash) {
    Scopes scopes = new Scopes();
    Optional<byte[]> packed = new KeyRows(dataSource, scopes).withSecret(hash);
    if (packed.isEmpty()) return new Answer(null, true);
    byte[] key = packed.get();
    if (found.size() >= MOST_FOUND) return new Answer(null, false);
    found.put(hash, PackedKey.id(key));
    return new Answer(new KeyEntry(key, scopes.get(PackedKey.scope(key))), true);
  }
}
