package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.dialects.Json;
import dev.serai.limits.CapRequests;
import dev.serai.limits.Limit;
import dev.serai.limits.LimitRequest;
import dev.serai.limits.LimitStanding;
import dev.serai.usage.SessionUsage.Used;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Step 5 of what needs no provider: model lists from memory; budgets, after the database was asked
 * for limits that this replica has not used yet; requests for a higher cap on a virtual thread,
 * since they are written down and read again.
 */
final class LocalCalls extends AsyncProcessorSupport {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_REQUESTS = 32;

  private final Function<Call, LocalReply> models;
  private final Function<Caller, List<Limit>> held;
  private final Function<Caller, CompletionStage<List<LimitStanding>>> standings;
  private final Function<String, CompletionStage<Optional<Used>>> sessions;
  private final CapRequests requests;
  private final Function<Caller, List<LimitRequest>> asked;
  private final Semaphore blocking = new Semaphore(MOST_REQUESTS);

  /**
   * @param held limits that hold a caller, those for each end user too; from memory
   * @param standings how they stand; completes on any thread
   * @param sessions what was used in a session; likewise
   * @param asked what a caller asked for; blocks
   */
  LocalCalls(
      Function<Call, LocalReply> models,
      Function<Caller, List<Limit>> held,
      Function<Caller, CompletionStage<List<LimitStanding>>> standings,
      Function<String, CompletionStage<Optional<Used>>> sessions,
      CapRequests requests,
      Function<Caller, List<LimitRequest>> asked) {
    this.models = models;
    this.held = held;
    this.standings = standings;
    this.sessions = sessions;
    this.requests = requests;
    this.asked = asked;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Call call = (Call) exchange.getIn().getBody();
    try {
      switch (call.operation()) {
        case LIST_MODELS, GET_MODEL -> answer(exchange, models.apply(call));
        case GET_BUDGET -> {
          return budget(exchange, callback, call);
        }
        case REQUEST_BUDGET -> {
          request(exchange, callback, call);
          return false;
        }
        case LIST_BUDGET_REQUESTS -> {
          Caller caller = call.caller();
          onThread(
              exchange,
              callback,
              BudgetRequests.unread(),
              () -> LocalReply.json(200, BudgetRequestsPage.of(caller, asked.apply(caller))));
          return false;
        }
        default -> throw new IllegalStateException(call.operation() + " needs a provider");
      }
    } catch (RuntimeException e) {
      exchange.setException(e); // thrown out of here, nobody would hear of it
    }
    callback.done(true);
    return true;
  }

  private static void answer(Exchange exchange, LocalReply reply) {
    exchange.getIn().setBody(((Call) exchange.getIn().getBody()).answered(reply));
  }

  /** At once where this replica has used every limit of the caller. */
  private boolean budget(Exchange exchange, AsyncCallback callback, Call call) {
    Caller caller = call.caller();
    CompletableFuture<LocalReply> page =
        standings
            .apply(caller)
            .thenCombine(
                used(caller),
                (limits, used) -> LocalReply.json(200, BudgetPage.of(caller, limits, used)))
            .toCompletableFuture();
    if (page.isDone()) {
      answer(exchange, page.join());
      callback.done(true);
      return true;
    }
    Waiting waiting =
        Waiting.begin(exchange, callback, PATIENCE, late -> late.end(BudgetRequests.unread()));
    page.whenComplete(
        (reply, failed) ->
            waiting.onLoop(
                () -> {
                  if (failed == null) waiting.end(call.answered(reply));
                  else waiting.end(BudgetRequests.unread());
                }));
    return false;
  }

  private CompletionStage<Optional<Used>> used(Caller caller) {
    return caller.session().isEmpty()
        ? CompletableFuture.completedFuture(Optional.empty())
        : sessions.apply(caller.session());
  }

  private void request(Exchange exchange, AsyncCallback callback, Call call) {
    Caller caller = call.caller();
    BudgetWish wish = BudgetWish.read(call.request().body().bytes(), held.apply(caller));
    onThread(
        exchange,
        callback,
        BudgetRequests.later(),
        () -> accepted(requests.ask(caller, wish.limit(), wish.cap(), wish.reason())));
  }

  /**
   * @param late when it takes too long, or too many wait already
   */
  private void onThread(
      Exchange exchange, AsyncCallback callback, Refusal late, Supplier<LocalReply> work) {
    Call call = (Call) exchange.getIn().getBody();
    if (!blocking.tryAcquire()) throw late;
    Waiting waiting = Waiting.begin(exchange, callback, PATIENCE, over -> over.end(late));
    THREADS.execute(
        () -> {
          try {
            LocalReply reply = work.get();
            waiting.onLoop(() -> waiting.end(call.answered(reply)));
          } catch (RuntimeException e) {
            waiting.onLoop(() -> waiting.end(e));
          } finally {
            blocking.release();
          }
        });
  }

  private static LocalReply accepted(String id) {
    return LocalReply.json(202, "{\"id\":" + Json.quoted(id) + ",\"status\":\"open\"}");
  }
}
