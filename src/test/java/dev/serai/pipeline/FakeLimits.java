package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.limits.CapRequests;
import dev.serai.limits.Enforcement;
import dev.serai.limits.LimitStanding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Stands in for step 4's limits in a gateway of a test. */
public final class FakeLimits implements BeanPostProcessor {
  private volatile Function<Call, Enforcement> enforce = Enforcement.Passed::new;
  private volatile UnaryOperator<Call> decide = call -> call;
  private volatile List<LimitStanding> standings = List.of();
  private volatile CapRequests requests = (caller, limit, cap, reason) -> "";

  public FakeLimits enforce(Function<Call, Enforcement> now) {
    enforce = now;
    return this;
  }

  public FakeLimits decide(UnaryOperator<Call> now) {
    decide = now;
    return this;
  }

  /** Every call passes with this. */
  public FakeLimits reserve(FakeReservation reservation) {
    return enforce(call -> new Enforcement.Passed(call.withReservation(reservation)));
  }

  public FakeLimits refuse(Refusal refusal) {
    return enforce(
        call -> {
          throw refusal;
        });
  }

  /** What holds every caller. */
  public FakeLimits standing(LimitStanding... now) {
    standings = List.of(now);
    return this;
  }

  public FakeLimits requests(CapRequests now) {
    requests = now;
    return this;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return switch (name) {
      case "enforceLimits" ->
          new EnforceLimits(call -> enforce.apply(call), call -> decide.apply(call));
      case "localCalls" ->
          new LocalCalls(
              call -> LocalReply.json(200, "{}"),
              caller -> standings.stream().map(LimitStanding::limit).toList(),
              caller -> CompletableFuture.completedFuture(standings),
              session -> CompletableFuture.completedFuture(Optional.empty()),
              (caller, limit, cap, reason) -> requests.ask(caller, limit, cap, reason),
              _ -> List.of());
      default -> bean;
    };
  }
}
