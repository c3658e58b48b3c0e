package dev.serai.limits;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A limit, and its windows that run: one, or one for each member. Outlives changes of the limit's
 * terms. Any thread; a window opens and closes under this.
 */
final class Level {
  /** Whoever invents members fills up no more than a tenth of what all limits have. */
  static final int MOST_MEMBERS = 50_000;

  private volatile Limit limit;
  private volatile @Nullable Live only;
  private volatile @Nullable Map<String, Live> members;
  private boolean gone;

  Level(Limit limit) {
    this.limit = limit;
  }

  Limit limit() {
    return limit;
  }

  /**
   * @param member empty where members do not count apart
   * @return null when the limit is gone
   */
  @Nullable Live at(String member, long now, LiveQuotas quotas) {
    Live live = known(member);
    if (live == null || !live.serves(now)) return open(member, now, quotas);
    live.used(now);
    if (live.endsSoon(now)) quotas.prepare(live);
    return live;
  }

  /** The window that runs, if it was ever asked for. */
  @Nullable Live known(String member) {
    if (member.isEmpty()) return only;
    Map<String, Live> all = members;
    return all == null ? null : all.get(member);
  }

  private synchronized @Nullable Live open(String member, long now, LiveQuotas quotas) {
    if (gone) return null;
    Live known = known(member);
    if (known != null && known.serves(now)) return known;
    Map<String, Live> all = members;
    if (known == null && all != null && all.size() >= MOST_MEMBERS) throw LiveQuotas.tooMany(limit);
    Live fresh = quotas.open(limit, member, now);
    keep(fresh);
    if (known != null) quotas.close(known, fresh);
    return fresh;
  }

  private void keep(Live live) {
    if (live.member.isEmpty()) {
      only = live;
      return;
    }
    Map<String, Live> all = members;
    if (all == null) members = all = new ConcurrentHashMap<>();
    all.put(live.member, live);
  }

  /** New terms: what was used stays used, unless they begin a new window. */
  synchronized void change(Limit now, long millis, LiveQuotas quotas) {
    if (now == limit || now.equals(limit)) return;
    limit = now;
    Live live = only;
    if (live != null) only = changed(live, now, millis, quotas);
    Map<String, Live> all = members;
    if (all == null) return;
    for (Iterator<Live> each = all.values().iterator(); each.hasNext(); ) {
      Live changed = changed(each.next(), now, millis, quotas);
      if (changed == null) each.remove();
      else all.put(changed.member, changed);
    }
  }

  private static @Nullable Live changed(Live live, Limit now, long millis, LiveQuotas quotas) {
    Live changed = live.serves(millis) ? quotas.change(live, now, millis) : null;
    if (changed == null) quotas.close(live);
    return changed;
  }

  /**
   * Lets go of windows that are over, and of those that nobody has asked for since.
   *
   * @return whether none is left
   */
  boolean sweep(long now, long idleSince, LiveQuotas quotas) {
    return only == null && members == null || sweepOpen(now, idleSince, quotas);
  }

  private synchronized boolean sweepOpen(long now, long idleSince, LiveQuotas quotas) {
    Live live = only;
    if (live != null && (!live.serves(now) || live.idleSince(idleSince))) {
      only = null;
      quotas.close(live);
    }
    Map<String, Live> all = members;
    if (all == null) return only == null;
    for (Iterator<Live> each = all.values().iterator(); each.hasNext(); ) {
      Live member = each.next();
      if (member.serves(now) && !member.idleSince(idleSince)) continue;
      each.remove();
      quotas.close(member);
    }
    if (all.isEmpty()) members = null;
    return only == null && all.isEmpty();
  }

  /** Nobody has used it for long. */
  synchronized void close(LiveQuotas quotas) {
    gone = true;
    sweep(Long.MAX_VALUE, Long.MAX_VALUE, quotas);
  }

  /** The limit was taken away. */
  synchronized void free(LiveQuotas quotas) {
    Live live = only;
    if (live != null) quotas.free(live);
    Map<String, Live> all = members;
    if (all != null) all.values().forEach(quotas::free);
    close(quotas);
  }
}
