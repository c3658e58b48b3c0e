package dev.serai.dispatch;

import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import java.util.List;
import java.util.Map;

/**
 * Why a call that no candidate served is refused.
 *
 * @param failures what became of each candidate, in words
 * @param busy seconds after which one that had no room may have some, 0 = none was full
 * @param shortestRest seconds until the first of those at rest may be asked again, 0 = none rests
 * @param tried whether any provider was asked at all
 * @param misconfigured whether one did not take the gateway's credential
 */
public record NobodyLeft(
    String model,
    List<String> failures,
    long busy,
    long shortestRest,
    boolean tried,
    boolean misconfigured) {

  public Refusal refusal() {
    String all = failures.isEmpty() ? "no candidate" : String.join("; ", failures);
    if (busy > 0 && !tried)
      return new Refusal(
          Reason.OVERLOADED,
          "Every provider of '"
              + model
              + "' has as many calls as the gateway may send it: "
              + all
              + ". Try again in "
              + busy
              + " s.",
          busy,
          Map.of());
    if (shortestRest > 0 && !tried)
      return new Refusal(
          Reason.RATE_LIMITED,
          "Every provider of '"
              + model
              + "' asks to wait: "
              + all
              + ". Try again in "
              + shortestRest
              + " s.",
          shortestRest,
          Map.of());
    if (misconfigured)
      return new Refusal(
          Reason.PROVIDER_MISCONFIGURED,
          "No provider of '"
              + model
              + "' takes the gateway's credential: "
              + all
              + ". Ask the gateway's administrator; your key is fine.");
    return new Refusal(
        Reason.PROVIDERS_UNAVAILABLE,
        "No provider of '" + model + "' could be reached: " + all + ". Try again shortly.",
        shortestRest,
        Map.of());
  }
}
