package dev.serai.trace;

import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import dev.serai.call.Operation;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.Order;

/**
 * Step 6, counted. One look-up per call finds the meters of its tags. Tags are bounded: a model
 * that a client made up never becomes one, and beyond {@value #MODELS_MAX} models all are "other".
 */
@Order(10)
public final class CallMetrics implements EndedCall.Listener {
  static final int MODELS_MAX = 200;

  /** Also bounds what a misconfigured provider list can do. */
  private static final int METERS_MAX = 5000;

  private static final String NONE = "none";
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final Map<Tags, CallMeters> calls = new ConcurrentHashMap<>();
  private final Map<AttemptTags, Counter> attempts = new ConcurrentHashMap<>();
  private final Map<Refusal.Reason, Counter> refusals = new ConcurrentHashMap<>();

  CallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Tags(Operation operation, String provider, String model, String outcome) {}

  private record AttemptTags(String provider, String credential, String failure) {}

  @Override
  public void ended(EndedCall ended) {
    Call call = ended.call();
    String provider = call.attempts().isEmpty() ? NONE : call.attempts().getLast().provider();
    String model = model(Facts.resolved(call));
    meters(new Tags(call.operation(), provider, model, ended.outcome().word())).count(ended);
    for (Attempt attempt : call.attempts()) counter(attempt).increment();
    if (ended.outcome() instanceof Outcome.Refused refused) counter(refused.reason()).increment();
  }

  private String model(String name) {
    if (name.isEmpty()) return NONE;
    if (models.contains(name)) return name;
    if (models.size() >= MODELS_MAX) return OTHER;
    models.add(name);
    return name;
  }

  private CallMeters meters(Tags wanted) {
    CallMeters known = calls.get(wanted);
    if (known != null) return known;
    Tags tags =
        calls.size() < METERS_MAX
            ? wanted
            : new Tags(wanted.operation(), OTHER, OTHER, wanted.outcome());
    return calls.computeIfAbsent(
        tags,
        t -> new CallMeters(registry, t.operation().kind(), t.provider(), t.model(), t.outcome()));
  }

  private Counter counter(Attempt attempt) {
    String failure = attempt.failure().isEmpty() ? NONE : attempt.failure();
    AttemptTags wanted = new AttemptTags(attempt.provider(), attempt.credential(), failure);
    Counter known = attempts.get(wanted);
    if (known != null) return known;
    AttemptTags tags =
        attempts.size() < METERS_MAX ? wanted : new AttemptTags(OTHER, OTHER, failure);
    return attempts.computeIfAbsent(
        tags,
        t ->
            Counter.builder("serai.attempts")
                .description("Tries at a provider; failure is none when it served")
                .tags("provider", t.provider(), "credential", t.credential())
                .tag("failure", t.failure())
                .register(registry));
  }

  private Counter counter(Refusal.Reason reason) {
    Counter known = refusals.get(reason);
    if (known != null) return known;
    return refusals.computeIfAbsent(
        reason,
        r ->
            Counter.builder("serai.refusals")
                .description("Calls that the gateway refused")
                .tag("reason", r.code())
                .register(registry));
  }
}
