package dev.serai.leases;

import dev.serai.leases.Exchange.Answer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper's work: gathers what there is to say about quotas, says it, and does what the answers
 * say. For the keeper's thread alone, but for {@link #heard} and {@link #journalDrained}.
 */
final class Rounds {
  /** So many quotas in one statement: it holds their locks until it is done. */
  private static final int BATCH = 128;

  private static final long BEAT_MILLIS = 1_000;
  private static final long BUSY_MILLIS = 2_000;
  private static final long PURGE_MILLIS = 60_000;
  private static final int PURGE_MOST = 1_000;
  private static final int NOTES_MOST = 10_000;

  /**
   * Between rounds: while calls are about to take what others miss, while calls wait for others,
   * while quotas are used, while nothing happens.
   */
  private static final long SOON_MILLIS = 20;

  private static final long WAITING_MILLIS = 50;

  private static final long REST_MILLIS = 1_000;
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final Quotas quotas;
  private final Review review = new Review();
  private final Answers answers;
  private final LeaseTable table;
  private final LeftLeases left;
  private final Queue<String> notes = new ConcurrentLinkedQueue<>();

  /** Something is to be said about these at once. */
  private final Set<Quota> pressing = new LinkedHashSet<>();

  /** These were recalled, but calls are about to take what they got. */
  private final Set<Quota> soon = new HashSet<>();

  private boolean registered;
  private long number;
  private long spokenAt;
  private long wentAroundAt;
  private long purgedAt;
  private boolean busy;

  Rounds(Quotas quotas, DataSource dataSource) {
    this.quotas = quotas;
    String replica = quotas.slots().replica();
    this.table = new LeaseTable(dataSource, replica);
    this.left = new LeftLeases(quotas.slots().folder(), table);
    this.answers = new Answers(quotas, replica);
  }

  void open() throws IOException {
    left.read(quotas.slots().replica());
    quotas.slots().prepare(quotas.now());
  }

  void journalDrained() {
    left.journalDrained();
  }

  void heard(String note) {
    if (notes.size() < NOTES_MOST) notes.add(note);
  }

  /** Until the next round, unless somebody asks before. */
  long pauseMillis() {
    if (!soon.isEmpty()) return SOON_MILLIS;
    if (answers.anyWaiting()) return WAITING_MILLIS;
    return busy ? LeaseKeeper.ROUND_MILLIS : REST_MILLIS;
  }

  /**
   * @param all about every quota, even if the last time is not long ago
   * @param probe first see whether the database answers, before anything is taken from calls
   */
  void make(boolean all, boolean probe) throws SQLException {
    long now = quotas.now();
    if (!registered) {
      table.register(left.journal());
      registered = true;
    } else if (probe) table.beat();
    left.work(now);
    press(now);
    if (all || now - wentAroundAt >= LeaseKeeper.ROUND_MILLIS) goAround(now);
    if (now - spokenAt >= BEAT_MILLIS) {
      table.beat();
      spokenAt = now;
    }
    if (now - purgedAt >= PURGE_MILLIS && table.purge(PURGE_MOST) < PURGE_MOST) purgedAt = now;
  }

  /** Those that calls wait for, and those that were closed, changed or recalled. */
  private void press(long now) throws SQLException {
    for (String note; (note = notes.poll()) != null; ) answers.hear(note, now, pressing);
    pressing.addAll(answers.waiting());
    pressing.addAll(soon);
    soon.clear();
    for (Quota quota; (quota = quotas.nextUrgent()) != null; ) pressing.add(quota);
    speak(pressing, now);
    pressing.clear();
  }

  private void goAround(long now) throws SQLException {
    quotas.slots().prepare(now);
    int inUse = 0;
    for (Quota quota : quotas.all()) {
      quota.dealings.look(quota.slot(), now);
      if (now - quota.dealings.usedAt < BUSY_MILLIS) inUse++;
    }
    busy = inUse > 0;
    review.busy(inUse);
    speak(quotas.all(), now);
    for (Quota quota : quotas.all()) if (review.done(quota)) forget(quota, now);
    wentAroundAt = now;
  }

  private void speak(Iterable<Quota> about, long now) throws SQLException {
    List<Exchange> batch = new ArrayList<>();
    for (Quota quota : about) {
      Exchange exchange = review.of(quota, now);
      if (quota.dealings.waiting != null) answers.waits(quota);
      if (exchange == null || exchange.answered() < quota.dealings.recall) soon(quota);
      if (exchange == null) continue;
      batch.add(exchange);
      if (batch.size() == BATCH) speak(batch, now);
    }
    if (!batch.isEmpty()) speak(batch, now);
  }

  private void soon(Quota quota) {
    if (quota.dealings.recall > quota.dealings.answered) soon.add(quota);
  }

  private void speak(List<Exchange> batch, long now) throws SQLException {
    try {
      exchange(batch, now);
    } catch (SQLException e) {
      if (!aboutTheData(e)) throw e;
      for (Exchange each : batch) speakAlone(each, now);
    }
    batch.clear();
  }

  /** One quota that the database does not understand must not keep it from the others. */
  private void speakAlone(Exchange one, long now) throws SQLException {
    try {
      exchange(List.of(one), now);
    } catch (SQLException e) {
      if (!aboutTheData(e)) throw e;
      log.atError()
          .addKeyValue("limit_id", one.quota().key().limit())
          .addKeyValue("sql_state", e.getSQLState())
          .log("the database refuses what a quota says, it is closed for a while");
      answers.refused(one.quota(), now);
    }
  }

  private void exchange(List<Exchange> batch, long now) throws SQLException {
    @Nullable Answer[] said = table.exchange(batch, ++number);
    spokenAt = now;
    for (int i = 0; i < said.length; i++) answers.apply(batch.get(i), said[i], now);
  }

  /** SQLSTATE classes 22 (data exception), 23 (integrity) and 54 (too long). */
  private static boolean aboutTheData(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }

  private void forget(Quota quota, long now) {
    if (!quota.closed || !quotas.forget(quota)) return;
    answers.forget(quota);
    quotas.slots().free(quota.slot(), now);
  }

  /** Nobody can be asked: whoever waits is told so. */
  void disappoint() {
    for (Quota quota : new HashSet<>(answers.waiting())) answers.answered(quota);
    for (Quota quota; (quota = quotas.nextUrgent()) != null; ) {
      Quota.Ask asked = quota.takeAsk();
      if (asked != null) asked.answered();
    }
  }

  /** From now on everything goes back. */
  void stopping() {
    review.stopping();
    disappoint();
  }

  /**
   * @return whether everything was given back, so that this process is done
   */
  boolean close() {
    for (Quota quota : quotas.all()) if (!review.done(quota)) return false;
    try {
      table.close();
      quotas.slots().delete();
      return true;
    } catch (SQLException | IOException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("leases cannot be closed");
      return false;
    }
  }
}
