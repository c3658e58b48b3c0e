package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Charge;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.call.Reservation;
import dev.serai.limits.Enforcement;
import dev.serai.limits.Limits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts what step 4 takes from the limits and step 6 gives back, in a gateway of a test. */
public final class OpenReservations implements BeanPostProcessor {
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger settled = new AtomicInteger();
  private @Nullable Limits limits;

  /** Taken so far. */
  public int taken() {
    return taken.get();
  }

  /** Not given back yet; below zero when one was given back twice. */
  public int open() {
    return taken.get() - settled.get();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof Limits found) limits = found;
    Limits real = limits;
    return name.equals("enforceLimits") && real != null
        ? new EnforceLimits(
            call -> enforced(real.enforce(call)), call -> counted(real.decide(call)))
        : bean;
  }

  private Enforcement enforced(Enforcement enforcement) {
    return enforcement instanceof Enforcement.Passed passed
        ? new Enforcement.Passed(counted(passed.call()))
        : enforcement;
  }

  private Call counted(Call call) {
    if (call.reservation() == Reservation.NONE) return call;
    taken.incrementAndGet();
    return call.withReservation(new Counted(call.reservation()));
  }

  private final class Counted implements Reservation {
    private final Reservation real;

    private Counted(Reservation real) {
      this.real = real;
    }

    @Override
    public boolean extend(long outputTokens) {
      return real.extend(outputTokens);
    }

    @Override
    public CompletionStage<Boolean> replenish(long outputTokens) {
      return real.replenish(outputTokens);
    }

    @Override
    public Refusal exhausted() {
      return real.exhausted();
    }

    @Override
    public Map<String, String> headers() {
      return real.headers();
    }

    @Override
    public List<Charge> settle(EndedCall ended) {
      settled.incrementAndGet();
      return real.settle(ended);
    }

    @Override
    public List<Charge> charges() {
      return real.charges();
    }
  }
}
