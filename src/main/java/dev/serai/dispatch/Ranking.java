package dev.serai.dispatch;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Rank;
import dev.serai.call.Rank.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Brings candidates that are equals into an order. Calls that belong together always get the same
 * one, on every replica (weighted rendezvous hashing): whose first candidate rests or is down goes
 * to its second, and back later, while all others stay where they are. Any thread; never waits.
 */
public final class Ranking {
  /** Who takes at most so many times as long as the fastest counts as equally fast. */
  private static final double AS_FAST = 1.25;

  /** One in so many calls may see how a slow one fares now. */
  private static final int PROBING = 10;

  private final Latencies latencies;
  private final LongSupplier random;
  private final Predicate<Candidate> full;

  /**
   * @param nanos a clock that only goes on
   * @param random any number, each time another
   * @param full whether a call would have to wait at the candidate
   */
  public Ranking(LongSupplier nanos, LongSupplier random, Predicate<Candidate> full) {
    this.latencies = new Latencies(nanos);
    this.random = random;
    this.full = full;
  }

  /** The call itself where there is nothing to order. */
  public Call order(Call call) {
    List<Candidate> candidates = call.candidates();
    if (candidates.size() < 2 || candidates.getFirst().rank().order() == Order.LISTED) return call;
    Kinship kinship = Kinship.of(call, candidates.getFirst().rank().affinity());
    long seed = kinship.known() ? kinship.hash() : random.getAsLong();
    Contender[] contenders = contenders(candidates);
    for (Contender each : contenders) each.draw(seed);
    if (!kinship.known()) unbound(contenders, call, seed);
    Arrays.sort(contenders);
    Candidate[] ordered = new Candidate[contenders.length];
    for (int i = 0; i < ordered.length; i++) ordered[i] = contenders[i].candidate;
    return call.withCandidates(List.of(ordered));
  }

  /**
   * A candidate has served a call.
   *
   * @param took until there was something for the client, in nanoseconds
   */
  public void served(Candidate candidate, Call call, int status, long took) {
    if (candidate.rank().order() == Order.LATENCY && status < 300 && call.operation().metered())
      latencies.add(candidate, call, took);
  }

  /**
   * What {@link #order} would answer, for people who ask. Where it is drawn anew for each call, the
   * likeliest.
   *
   * @param keptBy what the order follows from, empty when it is drawn
   */
  public record Ranks(Order order, String keptBy, List<Ranked> ranked) {
    public Ranks {
      ranked = List.copyOf(ranked);
    }
  }

  /**
   * @param share of the calls to its equals by weight, 0 to 1
   * @param tookMillis of late until there was something for the client, 0 = not known
   */
  public record Ranked(Candidate candidate, double share, long tookMillis) {}

  public Ranks explain(Call call) {
    List<Candidate> candidates = call.candidates();
    Rank first = candidates.isEmpty() ? Rank.LISTED : candidates.getFirst().rank();
    if (first.order() == Order.LISTED) {
      List<Ranked> listed = candidates.stream().map(each -> new Ranked(each, 1, 0)).toList();
      return new Ranks(Order.LISTED, "", listed);
    }
    Kinship kinship = Kinship.of(call, first.affinity());
    Contender[] contenders = contenders(candidates);
    for (Contender each : contenders)
      if (kinship.known()) each.draw(kinship.hash());
      else each.cost = -each.weight;
    if (!kinship.known() && first.order() == Order.LATENCY) separate(contenders, call);
    Arrays.sort(contenders);
    List<Ranked> ranked = new ArrayList<>();
    for (Contender each : contenders)
      ranked.add(
          new Ranked(
              each.candidate,
              each.weight / weightOf(contenders, each.rank()),
              Math.round(latencies.of(each.candidate, call) / 1e6)));
    return new Ranks(first.order(), kinship.by(), ranked);
  }

  /** A call that belongs to no other has nothing to wait for where it would have to. */
  private void unbound(Contender[] contenders, Call call, long seed) {
    if (contenders[0].candidate.rank().order() == Order.LATENCY) byLatency(contenders, call, seed);
    for (Contender each : contenders)
      if (full.test(each.candidate)) each.slowness = Double.MAX_VALUE;
  }

  private void byLatency(Contender[] contenders, Call call, long seed) {
    separate(contenders, call);
    if (Long.remainderUnsigned(Mixing.mix(seed), PROBING) != 0) return;
    for (Contender each : contenders)
      if (each.slowness > 0 && latencies.takesProbe(each.candidate, call)) {
        each.slowness = -1;
        return;
      }
  }

  /** Tells the slow from the fast, in each rank. Of whom nothing is known may be fast. */
  private void separate(Contender[] contenders, Call call) {
    for (int from = 0, to; from < contenders.length; from = to) {
      double best = Double.MAX_VALUE;
      for (to = from; to < contenders.length && contenders[to].equal(contenders[from]); to++) {
        double took = latencies.of(contenders[to].candidate, call);
        contenders[to].slowness = took;
        if (took > 0) best = Math.min(best, took);
      }
      for (int i = from; i < to; i++)
        if (contenders[i].slowness <= best * AS_FAST) contenders[i].slowness = 0;
    }
  }

  /** A provider's weight is shared out to its credentials by theirs. */
  private static Contender[] contenders(List<Candidate> candidates) {
    Contender[] contenders = new Contender[candidates.size()];
    for (int from = 0, to; from < contenders.length; from = to) {
      double all = 0;
      for (to = from; to < contenders.length && sameTarget(candidates, from, to); to++)
        all += candidates.get(to).credential().weight();
      for (int i = from; i < to; i++)
        contenders[i] =
            new Contender(
                candidates.get(i),
                candidates.get(i).rank().weight() * candidates.get(i).credential().weight() / all);
    }
    return contenders;
  }

  private static boolean sameTarget(List<Candidate> candidates, int one, int other) {
    Candidate a = candidates.get(one);
    Candidate b = candidates.get(other);
    return a.rank().number() == b.rank().number()
        && a.provider().name().equals(b.provider().name());
  }

  private static double weightOf(Contender[] contenders, int rank) {
    double all = 0;
    for (Contender each : contenders) if (each.rank() == rank) all += each.weight;
    return all;
  }

  /** One candidate in one ordering. Lower rank, then less slowness, then less cost comes first. */
  private static final class Contender implements Comparable<Contender> {
    final Candidate candidate;
    final double weight;

    /** Nanoseconds of one that is slower than its equals, 0 = is not, less = goes first. */
    double slowness;

    double cost;

    Contender(Candidate candidate, double weight) {
      this.candidate = candidate;
      this.weight = weight;
    }

    /** Exponentially distributed: the least of several belongs to each as often as its weight. */
    void draw(long seed) {
      long bits = Mixing.mix(seed ^ Mixing.hash(candidate.account()));
      cost = -Math.log(Mixing.fraction(bits)) / weight;
    }

    int rank() {
      return candidate.rank().number();
    }

    boolean equal(Contender other) {
      return rank() == other.rank();
    }

    @Override
    public int compareTo(Contender other) {
      int byRank = Integer.compare(rank(), other.rank());
      if (byRank != 0) return byRank;
      int bySpeed = Double.compare(slowness, other.slowness);
      return bySpeed != 0 ? bySpeed : Double.compare(cost, other.cost);
    }
  }
}
