package dev.serai.leases;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Quotas whose database is a map: it hands out whole pieces at once or, when told to wait, when the
 * test says so. Keeps the promise that matters: what is granted or used never passes a cap.
 */
public final class MemoryQuotas extends Quotas {
  /** Asked for at least this much at a time. */
  private final long piece;

  private final Map<QuotaKey, Quota> open = new HashMap<>();
  private final List<Question> waiting = new ArrayList<>();
  private boolean away;
  private boolean slow;
  private boolean silent;
  private long others;
  private long leases;
  private int asks;
  private int closes;

  private record Question(Quota quota, long amount, CompletableFuture<Void> answer) {}

  public MemoryQuotas(long piece) {
    super(new Slots(Path.of("never-written"), MOST), Clock.systemUTC());
    this.piece = piece;
  }

  /** Nobody can be asked. */
  public synchronized void away(boolean now) {
    away = now;
  }

  /** Nothing is said of quotas that are opened from now on. */
  public synchronized void silent() {
    silent = true;
  }

  /** Answers come with {@link #answer} only. */
  public synchronized void slow() {
    slow = true;
  }

  /** Another replica holds so much of every quota. */
  public synchronized void others(long amount) {
    others = amount;
  }

  public void answer() {
    List<Question> asked;
    synchronized (this) {
      asked = List.copyOf(waiting);
      waiting.clear();
      for (Question question : asked) grant(question.quota, question.amount);
    }
    asked.forEach(question -> question.answer.complete(null));
  }

  public synchronized int asks() {
    return asks;
  }

  public synchronized int closes() {
    return closes;
  }

  @Override
  public synchronized int size() {
    return open.size();
  }

  /** Reserved by calls, of everything. */
  public synchronized long reserved() {
    return open.values().stream().mapToLong(Quota::reserved).sum();
  }

  /** Settled, of all windows of the limit. */
  public synchronized long spent(String limit) {
    return open.values().stream()
        .filter(quota -> quota.key().limit().equals(limit))
        .mapToLong(quota -> quota.slot().settled())
        .sum();
  }

  @Override
  public synchronized Quota open(QuotaKey key, QuotaTerms terms) {
    Quota quota =
        open.computeIfAbsent(
            key,
            k -> {
              Slot slot = new Slot(Arena.ofAuto().allocate(Slot.BYTES, 8), 0);
              if (!silent) slot.lease(++leases);
              return new Quota(key, terms, slot);
            });
    return quota;
  }

  @Override
  public synchronized void change(Quota quota, QuotaTerms terms) {
    quota.terms(terms);
    quota.slot().shrink(0);
  }

  @Override
  public synchronized void close(Quota quota) {
    closes++;
    quota.slot().shrink(0);
  }

  @Override
  public synchronized Quota.Shortage shortage(Quota quota, long amount) {
    if (away) return Quota.Shortage.BLIND;
    return free(quota) >= amount - quota.slot().available()
        ? Quota.Shortage.ASK
        : Quota.Shortage.FULL;
  }

  @Override
  public CompletionStage<Void> ask(Quota quota, long amount) {
    synchronized (this) {
      asks++;
      if (slow) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(new Question(quota, amount, answer));
        return answer;
      }
      grant(quota, amount);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized Standing standing(Quota quota) {
    long spent = 0;
    long reserved = others;
    long freesAt = Long.MAX_VALUE;
    for (Quota sibling : siblings(quota)) {
      spent += sibling.slot().settled();
      reserved += sibling.reserved();
      if (sibling.slot().settled() + sibling.reserved() > 0)
        freesAt = Math.min(freesAt, leaves(sibling, quota.terms()));
    }
    return new Standing(quota.terms().cap(), spent, reserved, freesAt);
  }

  private static long leaves(Quota sibling, QuotaTerms terms) {
    return terms.end() == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : sibling.key().start() + (terms.end() - terms.since());
  }

  private void grant(Quota quota, long amount) {
    long lacking = amount - quota.slot().available();
    long free = free(quota);
    if (away || lacking <= 0 || free < lacking) return;
    quota.slot().grant(Math.min(free, Math.max(piece, lacking)));
  }

  private long free(Quota quota) {
    long held = others;
    for (Quota sibling : siblings(quota))
      held += Math.max(sibling.slot().granted(), sibling.slot().settled());
    return quota.terms().cap() - held;
  }

  private List<Quota> siblings(Quota quota) {
    return open.values().stream()
        .filter(
            other ->
                other.key().limit().equals(quota.key().limit())
                    && other.key().member().equals(quota.key().member())
                    && other.key().start() >= quota.terms().since())
        .toList();
  }
}
