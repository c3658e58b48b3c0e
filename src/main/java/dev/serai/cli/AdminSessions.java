package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import dev.serai.cli.launch.LaunchSessions;
import dev.serai.cli.signin.SignInFailure;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sessions of launches at the gateway, in the name of who signed in. */
final class AdminSessions implements LaunchSessions {
  /** How long the books may be behind before we go. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final AdminApi api;
  private final Sessions sessions;

  AdminSessions(AdminApi api) {
    this.api = api;
    this.sessions = new Sessions(api, false);
  }

  @Override
  public Session open(Asked asked) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("tool", asked.tool());
    body.put("device", asked.device());
    if (!asked.project().isEmpty()) body.put("project", asked.project());
    if (asked.duration() != null) body.put("duration", asked.duration().toString());
    Map<String, Object> limits = new LinkedHashMap<>();
    put(limits, "usd", asked.limits().usd());
    put(limits, "requests", asked.limits().requests());
    put(limits, "tokens", asked.limits().tokens());
    if (!limits.isEmpty()) body.put("limits", limits);
    Map<String, String> once = Map.of("idempotency-key", UUID.randomUUID().toString());
    JsonObject session = api.post(Sessions.path(true), body, once);
    return new Session(
        Keys.text(session, "id"), Keys.text(session, "project"), Sessions.limits(session));
  }

  private static void put(Map<String, Object> limits, String name, @Nullable Number value) {
    if (value != null) limits.put(name, value);
  }

  @Override
  public End end(Session session, long requests) {
    boolean open = true;
    try {
      JsonObject ended = sessions.revoke(session.id());
      open = false;
      long start = System.nanoTime();
      JsonObject usage = sessions.usage(ended);
      while (count(usage) < requests && System.nanoTime() - start < PATIENCE) {
        LockSupport.parkNanos(PAUSE);
        usage = sessions.usage(ended);
      }
      return spent(usage);
    } catch (SignInFailure e) {
      if (open && !e.isOver()) throw e;
      return new Unknown(e.isOver());
    } catch (Failure e) {
      boolean signedOut = e.exitCode() == ExitCode.LOGIN;
      if (open && !signedOut) throw e;
      return new Unknown(signedOut);
    }
  }

  private static Spent spent(JsonObject usage) {
    BigDecimal cost = usage.isNull("costUsd") ? null : Amount.number(usage, "costUsd");
    boolean priced = Amount.number(usage, "unpriced").signum() == 0;
    if (cost != null && cost.signum() == 0 && !priced) cost = null; // nothing of it has a price
    return new Spent(count(usage), Sessions.tokens(usage).longValue(), cost);
  }

  private static long count(JsonObject usage) {
    return Amount.number(usage, "requests").longValue();
  }
}
