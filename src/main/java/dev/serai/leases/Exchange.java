package dev.serai.leases;

import dev.serai.leases.LeaseTable.Answer;
import dev.serai.leases.LeaseTable.Word;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the quotas leads to: words to the database, and its answers put into force. Of
 * one thread at a time.
 */
final class Exchange {
  /** Quotas in one transaction. */
  static final int MOST = 1_000;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE = 10 * SECOND;
  private static final long LONGEST_RECALL = SECOND / 2;

  /** A closed quota is kept so long: a call that had it in hand may still touch it. */
  private static final long GRACE = 30 * SECOND;

  private static final Comparator<Word> ORDER =
      Comparator.comparing((Word w) -> w.quota().key.limit())
          .thenComparing(w -> w.quota().key.member())
          .thenComparing(w -> w.quota().key.start());

  private final Quotas quotas;
  private final LeaseTable table;

  /** Asked others to give back, and waits for them. */
  private final List<Quota> pending = new ArrayList<>();

  Exchange(Quotas quotas, LeaseTable table) {
    this.quotas = quotas;
    this.table = table;
  }

  boolean waitsForOthers() {
    return !pending.isEmpty();
  }

  /**
   * @param all everybody is looked at, else only who waits
   * @throws SQLException when the database could not be asked; nothing is lost
   */
  void run(boolean all, long now) throws SQLException {
    List<Word> words = new ArrayList<>();
    try {
      for (Quota quota; (quota = quotas.urgent().poll()) != null; ) look(quota, now, words);
      List<Quota> waiting = List.copyOf(pending);
      pending.clear();
      for (Quota quota : waiting) look(quota, now, words);
      if (all) lookAtAll(now, words);
      words.sort(ORDER);
      while (!words.isEmpty()) {
        List<Word> batch = words.subList(0, Math.min(MOST, words.size()));
        List<Answer> answers = table.exchange(batch);
        for (int i = 0; i < batch.size(); i++) inForce(batch.get(i), answers.get(i), now);
        batch.clear();
      }
    } catch (SQLException | RuntimeException e) {
      for (Word word : words) takeBack(word);
      throw e;
    }
  }

  /** At the end of the process: nothing is kept that nobody reserved. */
  void returnAll(Collection<Quota> held, long now) throws SQLException {
    for (Quota quota : held) quota.closed = true;
    run(true, now);
  }

  private void lookAtAll(long now, List<Word> words) {
    for (Quota quota : quotas.all()) {
      measure(quota, now);
      if (!quota.closed) quota.closedAt = 0;
      if (quota.closed && done(quota, now)) quotas.forget(quota);
      else look(quota, now, words);
    }
  }

  /** How much of it is used in a second, lately. */
  private static void measure(Quota quota, long now) {
    long use = quota.use();
    long time = Math.max(1, now - quota.toldAt);
    if (use != quota.seenUse) {
      long gained = Math.max(0, use - quota.seenUse);
      long fresh = (long) ((double) gained * SECOND / Math.max(time, SECOND / 10));
      quota.rate = Math.max(fresh, quota.rate - quota.rate / 4);
      quota.usedAt = now;
      quota.seenUse = use;
    } else {
      quota.rate -= quota.rate / 4;
    }
  }

  private static boolean done(Quota quota, long now) {
    if (quota.closedAt == 0) quota.closedAt = now;
    return now - quota.closedAt > GRACE
        && quota.slot.reserved() == 0
        && quota.slot.available() <= 0
        && quota.unbooked.get() == 0
        && quota.slot.settled() == quota.reported;
  }

  private void look(Quota quota, long now, List<Word> words) {
    for (Word word : words) if (word.quota() == quota) return;
    Word word = word(quota, now);
    if (word != null) words.add(word);
  }

  private static @Nullable Word word(Quota quota, long now) {
    QuotaTerms terms = quota.terms;
    long need = terms.enforced() ? quota.need() : 0;
    boolean recalled = quota.recalled;
    boolean idle = quota.usedAt != 0 && now - quota.usedAt > IDLE;
    quota.recalled = false;
    long returned = recalled || quota.closed || idle ? quota.slot.shrink(0) : 0;
    boolean tell = quota.closed || now - quota.toldAt > SECOND;
    boolean known = quota.slot.lease() != 0;
    long settled = quota.slot.settled();
    long available = quota.slot.available();
    long cover = terms.enforced() ? Math.max(0, -available) : 0;
    long want = terms.enforced() && !quota.closed && !idle ? want(quota, need, available) : 0;
    boolean waits = need > 0 || quota.need() > 0;
    if (!waits
        && !recalled
        && returned == 0
        && want == 0
        && !(tell && (settled != quota.reported || cover > 0 || quota.unbooked.get() > 0)))
      return null;
    boolean fresh = quota.waitsSince == 0;
    if (need > 0 && fresh) quota.waitsSince = now;
    return new Word(
        quota,
        terms,
        quota.unbooked.getAndSet(0),
        settled,
        returned,
        cover,
        Math.max(0, need - Math.max(0, available)),
        want,
        recalled,
        fresh,
        known);
  }

  /** More than is asked for, when it is used fast: so that the next calls do not wait. */
  private static long want(Quota quota, long need, long available) {
    if (need > 0) return Math.max(2 * quota.rate, 8 * need);
    if (quota.slot.lease() == 0 || quota.ceiling == 0) return 0;
    return available < quota.rate / 2 ? 2 * quota.rate : 0;
  }

  private void inForce(Word word, Answer answer, long now) {
    Quota quota = word.quota();
    if (!word.known()) {
      quota.slot.adopt(answer.had(), answer.hadSettled());
      quota.slot.lease(answer.lease());
      quota.reported = word.settled() + answer.hadSettled();
    } else {
      // an answer that got lost, or something that was given back in vain
      long lost = answer.had() - word.returned() - quota.slot.granted();
      if (lost > 0) quota.slot.grant(lost);
      quota.reported = word.settled();
    }
    if (answer.given() > 0) quota.slot.grant(answer.given());
    quota.spentElsewhere = answer.spentElsewhere();
    quota.heldElsewhere = answer.heldElsewhere();
    quota.freesAt = freesAt(quota.key, word.terms(), answer.oldest());
    quota.toldAt = now;
    if (quota.usedAt == 0) quota.usedAt = now;
    answered(word, answer, now);
    long spent = answer.spentElsewhere() + quota.slot.settled();
    for (int threshold : answer.crossed())
      quotas.crossed(quota.key, threshold, spent, word.terms().cap());
  }

  private void answered(Word word, Answer answer, long now) {
    Quota quota = word.quota();
    long got = answer.given() - Math.min(answer.given(), word.cover());
    boolean enough = got >= word.need();
    if (!enough && got == 0 && answer.pending() && now - quota.waitsSince < LONGEST_RECALL) {
      pending.add(quota);
      return;
    }
    if (word.need() > 0 || answer.free() > 0)
      quota.ceiling = enough ? Quota.UNKNOWN : answer.free();
    quota.waitsSince = 0;
    quota.answer();
  }

  /** When something that was spent counts no more; what nobody knows yet is spent here and now. */
  private static long freesAt(QuotaKey key, QuotaTerms terms, long oldest) {
    if (terms.end() == Long.MAX_VALUE) return Long.MAX_VALUE;
    return Math.min(oldest, key.start()) + terms.end() - terms.since();
  }

  /** Whether the database took what was returned is not known: its next answer tells. */
  private static void takeBack(Word word) {
    Quota quota = word.quota();
    quota.unbooked.getAndAdd(word.unbooked());
    if (word.answering()) quota.recalled = true;
    quota.waitsSince = 0;
    quota.answer();
  }
}
