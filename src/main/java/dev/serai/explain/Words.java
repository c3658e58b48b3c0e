package dev.serai.explain;

import dev.serai.call.Candidate;
import dev.serai.call.Rank.Order;
import dev.serai.credentials.PassedOver;
import dev.serai.dispatch.CredentialHealth.Prospect;
import dev.serai.dispatch.Ranking;
import dev.serai.dispatch.Ranking.Ranked;
import dev.serai.models.RouteChoice;
import dev.serai.models.RouteChoice.Considered;
import java.util.List;
import java.util.Locale;

/** Sentences for people. */
final class Words {
  private Words() {}

  static String policy(Answer.Policy policy) {
    if (policy.name().isEmpty()) return "No policy is configured: every provider, every model.";
    String which = "Policy '" + policy.name() + "' holds: ";
    return which
        + switch (policy.from()) {
          case "request" -> "the request names it.";
          case "key" -> "the key names it.";
          case "team" -> "the key names none, and it is its team's default.";
          case "organization" ->
              "neither key nor team names one, and it is the organization's default.";
          default -> "nothing names one, and it is the default of the gateway.";
        };
  }

  static String model(String asked, RouteChoice choice) {
    String means =
        choice.means().equals(List.of(asked))
            ? "'" + asked + "' is no alias"
            : "'" + asked + "' stands for " + String.join(", then ", choice.means());
    List<String> by = choice.targets().stream().map(t -> t.provider().name()).distinct().toList();
    return means + "; it may be served by " + String.join(", then ", by) + ".";
  }

  static String considered(Considered considered, String policy, String dialect) {
    return switch (considered.verdict()) {
      case KEPT -> "serves it";
      case NOT_IN_POLICY -> "is not listed by policy '" + policy + "'";
      case OUT_OF_SERVICE -> "is out of service: not configured, or no route file for its type";
      case PINNED_ELSEWHERE -> "is not the provider that the name begins with";
      case NOT_SERVED -> "does not serve this model";
      case DENIED -> "serves it, but policy '" + policy + "' denies the model";
      case NOT_ALLOWED -> "serves it, but policy '" + policy + "' does not allow the model";
      case OTHER_DIALECT -> "serves it, but does not speak " + dialect;
    };
  }

  static String passedOver(PassedOver passedOver) {
    return passedOver.credential().isEmpty()
        ? "has no credential that is in service"
        : "credential '" + passedOver.credential() + "' may not be used for this model";
  }

  static String state(Prospect prospect) {
    return prospect.outlook().name().toLowerCase(Locale.ROOT);
  }

  static String candidate(Prospect prospect) {
    return switch (prospect.outlook()) {
      case READY -> "may be tried";
      case RESTING -> "rests for " + prospect.seconds() + " s, as its provider asked";
      case BREAKER_OPEN ->
          "is skipped for " + prospect.seconds() + " s: too many of its calls failed";
      case PROBING -> "may be tried by a single call at a time, to see whether it is well again";
    };
  }

  static String ways(Ranking.Ranks ranks) {
    int count = ranks.ranked().size();
    if (count == 1) return "1 way to serve it.";
    String ways = count + " ways to serve it, in this order";
    if (ranks.order() == Order.LISTED) return ways + ".";
    if (!ranks.keptBy().isEmpty())
      return ways + "; equals keep theirs for all calls of the same " + ranks.keptBy() + ".";
    return ranks.order() == Order.WEIGHTED
        ? ways + "; that of equals is drawn for each call, by weight."
        : ways + "; the fastest of equals is tried first.";
  }

  /** How it stands to its equals. */
  static String among(Ranked ranked, Order order) {
    if (order == Order.LISTED || ranked.share() == 1) return "";
    String share = ", weighs %.0f %% among its equals".formatted(ranked.share() * 100);
    if (order != Order.LATENCY) return share;
    return share
        + (ranked.tookMillis() == 0
            ? ", speed not known"
            : ", answered within " + ranked.tookMillis() + " ms of late");
  }

  static String name(Candidate candidate) {
    String credential = candidate.credential().name();
    return candidate.provider().name() + (credential.isEmpty() ? "" : "/" + credential);
  }

  static String limits(int count) {
    return switch (count) {
      case 0 -> "No limit applies.";
      case 1 -> "1 limit applies; it lets the call pass.";
      default -> count + " limits apply; they let the call pass.";
    };
  }
}
