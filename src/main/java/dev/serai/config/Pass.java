package dev.serai.config;

import dev.serai.config.InvalidSettings.Finding;
import dev.serai.keys.IssuedKey;
import dev.serai.providers.Owner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass of {@link Apply} over the database: on whose behalf, under which revision, and what it
 * did so far.
 */
final class Pass {
  private final Owner owner;
  private final long revision;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<IssuedKey> issued = new ArrayList<>();
  private final List<Finding> conflicts = new ArrayList<>();

  Pass(Owner owner, long revision) {
    this.owner = owner;
    this.revision = revision;
  }

  /** Of one kind of thing. */
  static final class Tally {
    final List<String> created = new ArrayList<>();
    final List<String> updated = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    int unchanged;
  }

  Owner owner() {
    return owner;
  }

  long revision() {
    return revision;
  }

  Tally of(String kind) {
    return tallies.computeIfAbsent(kind, k -> new Tally());
  }

  /** Whether what that owner made is this pass's to change: a file also takes the defaults over. */
  boolean rules(Owner other) {
    return other == owner || (owner == Owner.FILE && other == Owner.ENVIRONMENT);
  }

  Set<Owner> ruled() {
    return owner == Owner.FILE ? Set.of(Owner.FILE, Owner.ENVIRONMENT) : Set.of(owner);
  }

  void issued(IssuedKey key) {
    issued.add(key);
  }

  void conflict(String message) {
    conflict(0, message);
  }

  void conflict(int line, String message) {
    conflicts.add(new Finding(line, message));
  }

  /** Something of that name was made by somebody else. */
  void taken(String what, String name) {
    conflict(
        what + " '" + name + "' was made through the API (expected: another name, or none there)");
  }

  List<Finding> conflicts() {
    return conflicts;
  }

  Applied applied(boolean dryRun) {
    List<Applied.Kind> kinds = new ArrayList<>();
    tallies.forEach(
        (kind, t) ->
            kinds.add(new Applied.Kind(kind, t.created, t.updated, t.removed, t.unchanged)));
    return new Applied(dryRun, kinds, dryRun ? List.of() : issued);
  }
}
