package dev.serai.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.serai.limits.LimitOutlook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the request would be routed.
 *
 * @param steps in the order of the request path, with what each says
 * @param means the names that the model's name stands for
 * @param providers every one that was considered
 * @param candidates in the order in which they would be tried
 * @param limits that apply, in the order in which the call takes from them; none for an actor who
 *     may not see limits there
 * @param refusal null when it would be sent to a provider
 */
@Schema(name = "DryRun")
record Answer(
    Request request,
    Policy policy,
    List<Step> steps,
    List<String> means,
    List<Considered> providers,
    List<Candidate> candidates,
    List<LimitOutlook.Row> limits,
    @Schema(types = {"object", "null"}) @Nullable Refused refusal) {
  Answer {
    steps = List.copyOf(steps);
    means = List.copyOf(means);
    providers = List.copyOf(providers);
    candidates = List.copyOf(candidates);
    limits = List.copyOf(limits);
  }

  /**
   * @param key name of the key, empty when none was named
   */
  @Schema(name = "DryRunAsked")
  record Request(
      String path, String dialect, String operation, String model, boolean stream, String key) {}

  /**
   * @param name empty = none is configured: every provider, every model
   * @param from why it holds: {@code request}, {@code key}, {@code team}, {@code organization},
   *     {@code default} or {@code none}
   */
  @Schema(name = "DryRunPolicy")
  record Policy(String name, String from) {}

  /**
   * @param step as the route file calls it
   * @param outcome {@code passed}, {@code refused} or {@code not_reached}
   */
  @Schema(name = "DryRunStep")
  record Step(String step, String outcome, String says) {}

  /**
   * @param credential that is meant, empty = the provider as a whole
   * @param reason {@code kept}, or why not
   */
  @Schema(name = "DryRunProvider")
  record Considered(String provider, String model, String credential, String reason, String says) {}

  /**
   * @param rank those of the same rank are equals; their order is the policy's way to choose
   * @param state {@code ready}, {@code resting}, {@code breaker_open}, {@code probing}, or {@code
   *     limit} when a limit takes it away
   * @param seconds until it may be tried, 0 = now
   */
  @Schema(name = "DryRunCandidate")
  record Candidate(
      int position,
      int rank,
      String provider,
      String model,
      String credential,
      String state,
      long seconds,
      String says) {}

  /**
   * @param status that the client would see
   * @param code of the error
   */
  @Schema(name = "DryRunRefusal")
  record Refused(
      int status, String code, @JsonProperty("message") String message, long retryAfterSeconds) {}
}
