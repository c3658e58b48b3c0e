package dev.serai.config;

import dev.serai.keys.IssuedKey;
import java.util.List;

/**
 * What applying a file changed.
 *
 * @param dryRun nothing was kept
 * @param keys whose secrets were made just now: not to be had again
 */
public record Applied(boolean dryRun, List<Kind> kinds, List<IssuedKey> keys) {
  public Applied {
    kinds = List.copyOf(kinds);
    keys = List.copyOf(keys);
  }

  /**
   * Names by what became of them.
   *
   * @param kind {@code organization}, {@code projects}, {@code teams}, {@code providers}, {@code
   *     credentials}, {@code policies}, {@code keys}, {@code limits}, {@code prices}
   */
  public record Kind(
      String kind,
      List<String> created,
      List<String> updated,
      List<String> removed,
      int unchanged) {
    public Kind {
      created = List.copyOf(created);
      updated = List.copyOf(updated);
      removed = List.copyOf(removed);
    }

    boolean changed() {
      return !(created.isEmpty() && updated.isEmpty() && removed.isEmpty());
    }
  }

  public boolean changed() {
    return kinds.stream().anyMatch(Kind::changed);
  }
}
