package dev.serai.leases;

import dev.serai.leases.Exchange.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the database and the other replicas say about quotas, and tells the calls that wait.
 * For the keeper's thread alone.
 */
final class Answers {
  /** So long others have to look what they can give back. */
  private static final long PATIENCE_MILLIS = 500;

  /** Should what they say be lost. */
  private static final long LOOK_AGAIN_MILLIS = 50;

  /** So long what is full stays so, however often others give something back. */
  private static final long FULL_MILLIS = 100;

  private static final long QUIET_MILLIS = 60_000;
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Quotas quotas;
  private final String replica;

  /** Those that share a cap, and are known to the database. */
  private final Map<Long, Set<Quota>> sharing = new HashMap<>();

  private final Set<Quota> waiting = new HashSet<>();

  Answers(Quotas quotas, String replica) {
    this.quotas = quotas;
    this.replica = replica;
  }

  void waits(Quota quota) {
    waiting.add(quota);
  }

  boolean anyWaiting() {
    return !waiting.isEmpty();
  }

  /** Calls wait for these. */
  Set<Quota> waiting() {
    return waiting;
  }

  /**
   * @param answer null when a later exchange was faster
   */
  void apply(Exchange said, @Nullable Answer answer, long now) {
    if (answer == null) return;
    Quota quota = said.quota();
    Dealings with = quota.dealings;
    if (with.shared == 0) {
      with.shared = answer.shared();
      sharing.computeIfAbsent(with.shared, _ -> new HashSet<>()).add(quota);
    }
    hold(quota, answer);
    with.knownGranted = said.granted() + answer.given();
    with.knownSettled = said.settled();
    with.exchangedAt = now;
    with.answered = Math.max(with.answered, said.answered());
    quota.spentElsewhere = answer.spentElsewhere();
    quota.heldElsewhere = answer.heldElsewhere();
    quota.oldest = answer.oldest();
    if (answer.recall() > with.recall) recalled(quota, answer.recall(), now);
    if (said.waitsFor() != Exchange.NOBODY_WAITS) resolve(quota, answer, now);
    else if (answer.free() > 0 && answer.free() > quota.room) quota.room = Quota.UNKNOWN;
    tell(said, answer);
  }

  private static void hold(Quota quota, Answer answer) {
    Slot slot = quota.slot();
    Dealings with = quota.dealings;
    if (slot.lease() != answer.lease()) slot.lease(answer.lease());
    if (with.carried != answer.carried()) slot.carry(answer.carried() - with.carried);
    with.carried = answer.carried();
    if (answer.given() > 0) slot.grant(answer.given());
  }

  private void resolve(Quota quota, Answer answer, long now) {
    Dealings with = quota.dealings;
    if (answer.given() > 0) with.givenAt = now;
    if (answer.missing() > 0) with.scarceAt = now;
    if (answer.missing() > 0 && answer.pending()) {
      if (with.waitsFor == 0) with.waitsUntil = now + PATIENCE_MILLIS;
      with.waitsFor = answer.waitsFor();
      with.againAt = now + LOOK_AGAIN_MILLIS;
      if (now < with.waitsUntil) return;
    }
    quota.roomAt = now;
    quota.room = answer.missing() > 0 ? answer.free() : Quota.UNKNOWN;
    answered(quota);
  }

  /** The database does not understand it: nothing can be had, and nothing is said for a while. */
  void refused(Quota quota, long now) {
    quota.dealings.quietUntil = now + QUIET_MILLIS;
    quota.roomAt = now;
    quota.room = 0;
    answered(quota);
  }

  /** Calls that waited look for themselves now. */
  void answered(Quota quota) {
    Dealings with = quota.dealings;
    waiting.remove(quota);
    with.waitsFor = 0;
    Quota.Ask waited = with.waiting;
    with.waiting = null;
    if (waited != null) waited.answered();
  }

  private void tell(Exchange said, Answer answer) {
    long spent = answer.spentElsewhere() + answer.carried() + said.settled();
    for (int threshold : answer.crossed()) {
      try {
        quotas.crossed(said.quota().key(), threshold, spent, said.terms().cap());
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener for thresholds failed");
      }
    }
  }

  /**
   * @param note {@code recall|answer <replica> <shared> <number>}, see V6__leases.sql
   * @param pressing where quotas go that there is something to say about now
   */
  void hear(String note, long now, Set<Quota> pressing) {
    List<String> words = List.of(note.split(" "));
    if (words.size() != 4 || words.get(1).equals(replica)) return;
    long number;
    Set<Quota> meant;
    try {
      meant = sharing.getOrDefault(Long.parseLong(words.get(2)), Set.of());
      number = Long.parseLong(words.get(3));
    } catch (NumberFormatException _) {
      return;
    }
    for (Quota quota : meant) {
      if (words.getFirst().equals("recall")) recalled(quota, number, now);
      else if (quota.dealings.waiting != null) quota.dealings.againAt = now;
      else if (number > 0 && now - quota.roomAt >= FULL_MILLIS) quota.room = Quota.UNKNOWN;
      pressing.add(quota);
    }
  }

  private void recalled(Quota quota, long recall, long now) {
    quota.dealings.recall = Math.max(quota.dealings.recall, recall);
    quota.dealings.scarceAt = now;
    quotas.urgent(quota);
  }

  void forget(Quota quota) {
    Set<Quota> others = sharing.get(quota.dealings.shared);
    if (others == null) return;
    others.remove(quota);
    if (others.isEmpty()) sharing.remove(quota.dealings.shared);
  }
}
