package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Step 4: takes what the call may use, or refuses it. Holds each key's own requests per minute;
 * what a call has taken travels with it as its {@link dev.serai.call.Reservation}. Any thread, no
 * I/O.
 */
@Component
public final class Limits {
  private static final int MOST_KEYS = 1_000_000;

  private final RequestRates rates = new RequestRates(MOST_KEYS);
  private final Clock clock;

  @Autowired
  Limits() {
    this(Clock.systemUTC());
  }

  public Limits(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws Refusal when the key has used up its minute; a refused call is not counted
   */
  public Call enforce(Call call) {
    Caller caller = call.caller();
    int cap = caller.requestsPerMinute();
    if (cap <= 0 || !call.operation().metered()) return call;
    long now = clock.millis();
    long wait = rates.of(caller.key(), now).tryAcquire(cap, now);
    if (wait > 0) throw rateLimited(caller, cap, now + wait, (wait + 999) / 1000);
    return call;
  }

  private static Refusal rateLimited(Caller caller, int cap, long resetsAt, long seconds) {
    return new Refusal(
        Refusal.Reason.RATE_LIMITED,
        "Rate limit reached: key '%s' may send %d request%s per minute. Try again in %d s."
            .formatted(caller.keyName(), cap, cap == 1 ? "" : "s", seconds),
        seconds,
        Map.of(
            "limit_id",
            "key:" + caller.key() + ":requests-per-minute",
            "scope",
            "key",
            "measure",
            "requests",
            "window",
            "minute",
            "cap",
            Integer.toString(cap),
            "resets_at",
            Long.toString((resetsAt + 999) / 1000)));
  }
}
