package dev.serai.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was used of late, by key: at least the last {@code size} entries, at most twice as many.
 * Thread-safe; what was used just now is read without a lock.
 */
final class Recent<K, V> {
  private final int size;
  private volatile Map<K, V> young = new ConcurrentHashMap<>();
  private volatile Map<K, V> old = new ConcurrentHashMap<>();

  Recent(int size) {
    this.size = size;
  }

  @Nullable V get(K key) {
    V value = young.get(key);
    if (value != null) return value;
    return old.isEmpty() ? null : younger(key);
  }

  synchronized void put(K key, V value) {
    young.put(key, value);
    if (young.size() > size) turn();
  }

  synchronized void remove(K key) {
    old.remove(key);
    young.remove(key);
  }

  /** Some may be told twice. */
  List<V> values() {
    List<V> all = new ArrayList<>(young.values());
    all.addAll(old.values());
    return all;
  }

  synchronized void removeIf(Predicate<V> which) {
    old.values().removeIf(which);
    young.values().removeIf(which);
  }

  /** What is used again stays, unless somebody has removed it. */
  private synchronized @Nullable V younger(K key) {
    V value = old.remove(key);
    if (value == null) return young.get(key);
    put(key, value);
    return value;
  }

  private void turn() {
    old = young;
    young = new ConcurrentHashMap<>();
  }
}
