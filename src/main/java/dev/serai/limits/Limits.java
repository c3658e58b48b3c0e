package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import dev.serai.leases.Quotas;
import dev.serai.leases.Standing;
import dev.serai.prices.Catalogue;
import dev.serai.prices.Prices;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Step 4: takes what the call may use from every limit that applies, or refuses it. What a call has
 * taken travels with it as its {@link dev.serai.call.Reservation}. Any thread, no I/O.
 */
@Component
public final class Limits implements LimitsInForce, Standings {
  private static final long SWEEP_MILLIS = 1_000;
  private static final long IDLE_MILLIS = 150_000;
  private static final int MOST_RESTARTS = 8;

  private final Parts parts;
  private final LiveQuotas live;
  private final KeyRates rates = new KeyRates();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private volatile LimitIndex<Level> index = LimitIndex.ofLevels(List.of());
  private volatile long sweepAt;

  /** What a call needs until it is settled. */
  record Parts(
      Quotas quotas,
      Demand.Sources sources,
      Sentences sentences,
      Clock clock,
      LongAdder blindPasses) {}

  public Limits(
      Quotas quotas, Prices prices, Catalogue catalogue, LimitSettings settings, Clock clock) {
    this.live = new LiveQuotas(quotas);
    this.parts =
        new Parts(
            quotas,
            new Demand.Sources(new Estimates(), catalogue, prices, settings),
            new Sentences(settings),
            clock,
            new LongAdder());
  }

  /**
   * Takes what the call needs from memory.
   *
   * @throws Refusal when a limit says no; nothing was taken then
   */
  public Enforcement enforce(Call call) {
    return attempt(call, false);
  }

  /**
   * The same for a call that cannot wait any longer.
   *
   * @throws Refusal also when nobody could say in time whether there is enough
   */
  public Call decide(Call call) {
    return switch (attempt(call, true)) {
      case Enforcement.Passed passed -> passed.call();
      case Enforcement.Waiting waiting -> throw new IllegalStateException("asked at the last");
    };
  }

  /**
   * What {@link #enforce} would do with the call, by the same steps, and with nothing taken. For
   * people who ask: looks into the database.
   *
   * @param figures how a limit stands over all replicas, for a member
   * @return null when no limit can apply
   */
  @Nullable Rehearsal rehearse(Call call, BiFunction<Limit, String, Standing> figures) {
    if (!call.operation().metered()) return null;
    long now = parts.clock().millis();
    for (int i = 0; i < MOST_RESTARTS; i++) {
      Applying applying = Applying.to(call, index, rates, live, now);
      if (applying != null) return new Rehearsal(parts, call, applying, now, figures);
      Thread.yield();
    }
    throw new Refusal(
        Refusal.Reason.OVERLOADED, "The limits of this call are being changed. Try again.");
  }

  private Enforcement attempt(Call call, boolean last) {
    if (!call.operation().metered()) return new Enforcement.Passed(call);
    long now = parts.clock().millis();
    if (now >= sweepAt) sweepSoon(now);
    for (int i = 0; i < MOST_RESTARTS; i++) {
      Applying applying = Applying.to(call, index, rates, live, now);
      if (applying == null) {
        Thread.yield(); // whoever takes a limit away is about to be done
        continue;
      }
      if (applying.size() == 0) return new Enforcement.Passed(call);
      Enforcement said = new Admission(parts, call, applying, now).attempt(last);
      if (said != null) return said;
    }
    throw new Refusal(
        Refusal.Reason.OVERLOADED, "The limits of this call are being changed. Try again.");
  }

  /**
   * The limits that hold from now on, all of them. One that is known by its id keeps what was used
   * of it, unless its new terms begin a window.
   */
  @Override
  public synchronized void replace(List<Limit> limits) {
    LimitIndex<Level> before = index;
    long now = parts.clock().millis();
    List<Level> levels = new ArrayList<>(limits.size());
    Set<Level> kept = HashSet.newHashSet(limits.size());
    for (Limit limit : limits) {
      Level level = before.byId(limit.id());
      if (level != null && sameCount(level.limit(), limit)) {
        level.change(limit, now, live);
        kept.add(level);
      } else {
        level = new Level(limit);
      }
      levels.add(level);
    }
    index = LimitIndex.ofLevels(levels);
    for (Level level : before.all()) if (!kept.contains(level)) level.free(live);
  }

  private static boolean sameCount(Limit before, Limit now) {
    return before.scope() == now.scope()
        && before.target().equals(now.target())
        && before.measure() == now.measure();
  }

  /** Calls that passed a limit unseen because the database was away. */
  public long blindPasses() {
    return parts.blindPasses().sum();
  }

  /** All limits that apply to the caller, as they stand as far as this replica knows. */
  public List<LimitStanding> of(Caller caller) {
    return new Readings(parts, live, index, rates).of(caller);
  }

  /** Empty when there is no such limit, or it is not known here how its present window stands. */
  public Optional<LimitStanding> standing(String limitId, String member) {
    return new Readings(parts, live, index, rates).standing(limitId, member);
  }

  @Override
  public Optional<LimitStanding> of(Limit limit, String member) {
    return standing(limit.id(), member);
  }

  /**
   * As {@link #of}, after the database was asked for what this replica has not heard of yet. For
   * readers, never on a call's way.
   *
   * @return completes on any thread, within two seconds, also when the database is away
   */
  public CompletionStage<List<LimitStanding>> current(Caller caller) {
    return new Readings(parts, live, index, rates).current(caller);
  }

  private void sweepSoon(long now) {
    if (!sweeping.compareAndSet(false, true)) return;
    sweepAt = now + SWEEP_MILLIS;
    Thread.ofVirtual()
        .name("limits-sweep")
        .start(
            () -> {
              try {
                sweep();
              } finally {
                sweeping.set(false);
              }
            });
  }

  /** Lets go of windows that are over and of members that went away. */
  void sweep() {
    long now = parts.clock().millis();
    for (Level level : index.all()) level.sweep(now, now - IDLE_MILLIS, live);
    rates.sweep(now, now - IDLE_MILLIS, live);
  }

  /** Keys with requests per minute that are remembered. */
  int rates() {
    return rates.all().size();
  }
}
