package dev.serai.keys;

import dev.serai.keys.KeyEntry.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The scopes of all keys in memory, each under a number. Read by any thread, added to by one; who
 * found a key finds its scope.
 */
final class Scopes {
  private volatile Scope[] all = new Scope[16];

  /** Of the writer, as everything below: what {@link #number} was asked by, at the same number. */
  private byte[][] sources = new byte[16][];

  /** Numbers + 1, 0 = free; a power of two, at most half full. */
  private int[] places = new int[32];

  private int size;

  /** What many scopes name: organizations, teams, projects, policies. */
  private final Map<String, String> names = new HashMap<>();

  Scope get(int number) {
    return all[number];
  }

  /**
   * By the one writer.
   *
   * @param bytes of which {@code length} from {@code start} say the same for the same scope
   * @param changed whether what is known of it may have changed since: the keys of a project that
   *     moved to another team follow it
   * @param scope asked when it is new or may have changed
   */
  int number(byte[] bytes, int start, int length, boolean changed, Supplier<Scope> scope) {
    int place = place(bytes, start, length);
    int known = places[place] - 1;
    if (known >= 0) {
      if (changed) set(known, scope.get());
      return known;
    }
    if (size == sources.length) grow();
    int number = size++;
    sources[number] = Arrays.copyOfRange(bytes, start, start + length);
    places[place(bytes, start, length)] = number + 1;
    set(number, scope.get());
    return number;
  }

  private void set(int number, Scope scope) {
    Scope[] now = all;
    now[number] = lean(scope);
    all = now; // the same array: whoever reads it from now on reads what was put into it
  }

  private int place(byte[] bytes, int start, int length) {
    int last = places.length - 1;
    int place = Bytes.hash(bytes, start, length) & last;
    while (places[place] != 0 && !is(sources[places[place] - 1], bytes, start, length))
      place = place + 1 & last;
    return place;
  }

  private static boolean is(byte[] source, byte[] bytes, int start, int length) {
    return Arrays.equals(source, 0, source.length, bytes, start, start + length);
  }

  private void grow() {
    sources = Arrays.copyOf(sources, size * 2);
    all = Arrays.copyOf(all, size * 2);
    places = new int[size * 4];
    for (int i = 0; i < size; i++) places[place(sources[i], 0, sources[i].length)] = i + 1;
  }

  private Scope lean(Scope scope) {
    return new Scope(
        shared(scope.organization()),
        shared(scope.team()),
        shared(scope.project()),
        scope.principal(),
        scope.personal(),
        shared(scope.policy()));
  }

  private String shared(String name) {
    return names.computeIfAbsent(name, same -> same);
  }
}
