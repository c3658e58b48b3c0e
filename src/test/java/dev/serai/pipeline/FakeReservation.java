package dev.serai.pipeline;

import dev.serai.call.Charge;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.call.Reservation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reservation of so many output tokens that tells what it was asked. */
public final class FakeReservation implements Reservation {
  public static final String SENTENCE = "Budget exceeded: team red has spent 10.02 of 10.00 USD.";

  private final BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
  private final BlockingQueue<EndedCall> settled = new LinkedBlockingQueue<>();
  private volatile Map<String, String> headers = Map.of();
  private volatile Refusal exhausted = new Refusal(Refusal.Reason.LIMIT_EXCEEDED, SENTENCE);
  private volatile long tokens;
  private volatile long more = -1;

  public FakeReservation(long tokens) {
    this.tokens = tokens;
  }

  /** The stream asks to go on; the test answers. */
  public record Ask(long tokens, CompletableFuture<Boolean> answer) {}

  /** Answers every further question at once: so many tokens in all. */
  public FakeReservation replenishedTo(long all) {
    more = all;
    return this;
  }

  public FakeReservation headers(Map<String, String> now) {
    headers = now;
    return this;
  }

  public FakeReservation exhausted(Refusal now) {
    exhausted = now;
    return this;
  }

  @Override
  public boolean extend(long outputTokens) {
    return outputTokens <= tokens;
  }

  @Override
  public CompletionStage<Boolean> replenish(long outputTokens) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    asks.add(new Ask(outputTokens, answer));
    if (more >= 0) {
      tokens = Math.max(tokens, Math.min(more, outputTokens));
      answer.complete(outputTokens <= more);
    }
    return answer;
  }

  @Override
  public Refusal exhausted() {
    return exhausted;
  }

  @Override
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public List<Charge> settle(EndedCall ended) {
    settled.add(ended);
    return List.of();
  }

  /** The next question, at most 20 seconds from now. */
  public Ask awaitAsk() {
    return next(asks, "no question whether the stream may go on");
  }

  /** How the call ended, at most 20 seconds from now. */
  public EndedCall awaitSettled() {
    return next(settled, "not settled");
  }

  /** Settlements that {@link #awaitSettled} has not taken. */
  public int settlements() {
    return settled.size();
  }

  public int questions() {
    return asks.size();
  }

  private static <T> T next(BlockingQueue<T> queue, String otherwise) {
    try {
      T next = queue.poll(20, TimeUnit.SECONDS);
      if (next == null) throw new AssertionError(otherwise);
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(otherwise, e);
    }
  }
}
