package dev.serai.explain;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.credentials.Credentials;
import dev.serai.credentials.PassedOver;
import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.CredentialHealth.Outlook;
import dev.serai.dispatch.CredentialHealth.Prospect;
import dev.serai.dispatch.NobodyLeft;
import dev.serai.dispatch.Ranking;
import dev.serai.explain.Answer.Considered;
import dev.serai.keys.Keys;
import dev.serai.limits.LimitOutlook;
import dev.serai.models.Models;
import dev.serai.models.RouteChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Takes a request that nobody sends through the steps, each of which is asked and not obeyed. */
@Component
final class DryRun {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Askers askers;
  private final Steps steps;

  /** What is asked, in this order. */
  @Component
  record Steps(
      Keys keys,
      Models models,
      Credentials credentials,
      Ranking ranking,
      LimitOutlook limits,
      CredentialHealth health) {}

  DryRun(Askers askers, Steps steps) {
    this.askers = askers;
    this.steps = steps;
  }

  Answer of(Question question) {
    Asker asker = askers.of(question);
    Report report = new Report(question, asker.keyName());
    try {
      run(question, asker, report);
    } catch (Refusal refusal) {
      report.refused(refusal);
    }
    return report.answer();
  }

  private void run(Question question, Asker asker, Report report) {
    AskedRequest request = AskedRequest.of(question);
    report.request(request);
    Call call = request.call(asker.key());
    report.read(call);
    call = authenticated(call, asker);
    String from = askers.from(asker, call.caller());
    RouteChoice choice = steps.models().explain(call);
    report.caller(call, new Answer.Policy(choice.policy(), named(choice.policy(), from)));
    report.choice(call, choice);
    if (choice.refusal() != null) throw choice.refusal();
    report.passed(Words.model(call.asked().model(), choice));
    call = filtered(call.withTargets(choice.targets()), report);
    call = limited(call, report);
    dispatched(call, report);
  }

  private static String named(String policy, String from) {
    return policy.isEmpty() && from.equals("default") ? "none" : from;
  }

  private Call authenticated(Call call, Asker asker) {
    return asker.key().equals(KeyHash.NONE)
        ? call.withCaller(asker.caller())
        : steps.keys().authenticate(call).await(PATIENCE);
  }

  private Call filtered(Call call, Report report) {
    Credentials.Choice choice = steps.credentials().explain(call);
    for (PassedOver left : choice.passedOver())
      report.add(
          new Considered(
              left.provider(),
              left.model(),
              left.credential(),
              left.credential().isEmpty() ? "no_credential" : "credential_of_other_models",
              Words.passedOver(left)));
    Ranking.Ranks ranks = steps.ranking().explain(call.withCandidates(choice.candidates()));
    report.candidates(ranks, steps.health());
    if (choice.refusal() != null) throw choice.refusal();
    report.passed(Words.ways(ranks));
    return call.withCandidates(ranks.ranked().stream().map(Ranking.Ranked::candidate).toList());
  }

  private Call limited(Call call, Report report) {
    boolean told = maySeeLimits(call.caller());
    LimitOutlook.Said said = steps.limits().of(call);
    report.limits(said, told);
    if (said.refusal() != null) throw told ? said.refusal() : withoutFigures(said.refusal());
    report.passed(told ? Words.limits(said.rows().size()) : "Limits let the call pass.");
    return call.withCandidates(said.left());
  }

  /** At the place of who would call. */
  private static boolean maySeeLimits(Caller caller) {
    Place place = new Place(caller.organization(), caller.team(), caller.project());
    return Acting.may(Permission.GATEWAY_BUDGETS_VIEW, place);
  }

  /** The sentence of a limit tells what it is and what was spent. */
  private static Refusal withoutFigures(Refusal refusal) {
    return switch (refusal.reason()) {
      case LIMIT_EXCEEDED, RATE_LIMITED ->
          new Refusal(
              refusal.reason(),
              "A limit refuses it. Which one is told to who may see limits there ("
                  + Permission.GATEWAY_BUDGETS_VIEW.text()
                  + ").",
              refusal.retryAfterSeconds(),
              Map.of());
      default -> refusal;
    };
  }

  /** As dispatch walks over them, up to the first that it would ask. */
  private void dispatched(Call call, Report report) {
    List<String> failures = new ArrayList<>();
    long shortestRest = 0;
    for (Candidate candidate : call.candidates()) {
      Prospect prospect = steps.health().prospect(candidate);
      if (prospect.outlook() == Outlook.READY || prospect.outlook() == Outlook.PROBING) {
        report.passed(
            "Would be sent to %s as '%s'.".formatted(Words.name(candidate), candidate.model()));
        return;
      }
      failures.add(
          Words.name(candidate) + " " + prospect.outlook().name().toLowerCase(Locale.ROOT));
      if (prospect.outlook() == Outlook.RESTING)
        shortestRest =
            shortestRest == 0 ? prospect.seconds() : Math.min(shortestRest, prospect.seconds());
    }
    throw new NobodyLeft(call.asked().model(), failures, 0, shortestRest, false, false).refusal();
  }
}
