package dev.serai.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was used of late, by key: at least the last {@code size} entries, at most twice as many.
 * Thread-safe, reads take no lock.
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
    value = old.get(key);
    if (value != null) put(key, value);
    return value;
  }

  void put(K key, V value) {
    young.put(key, value);
    if (young.size() > size) turn();
  }

  void remove(K key) {
    old.remove(key); // first: a reader may move it to the young ones
    young.remove(key);
  }

  /** Some may be told twice. */
  List<V> values() {
    List<V> all = new ArrayList<>(young.values());
    all.addAll(old.values());
    return all;
  }

  void removeIf(Predicate<V> which) {
    old.values().removeIf(which);
    young.values().removeIf(which);
  }

  private synchronized void turn() {
    if (young.size() <= size) return;
    old = young;
    young = new ConcurrentHashMap<>();
  }
}
