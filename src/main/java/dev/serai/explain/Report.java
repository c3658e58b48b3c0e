package dev.serai.explain;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Dialect;
import dev.serai.call.LocalReply;
import dev.serai.call.Rank.Order;
import dev.serai.call.Refusal;
import dev.serai.dialects.Endpoint;
import dev.serai.dialects.Errors;
import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.CredentialHealth.Prospect;
import dev.serai.dispatch.Ranking;
import dev.serai.dispatch.Ranking.Ranked;
import dev.serai.explain.Answer.Considered;
import dev.serai.explain.Answer.Step;
import dev.serai.limits.LimitOutlook;
import dev.serai.models.RouteChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes down what the steps say, one after the other. */
final class Report {
  /** As the route file of the request path calls them. */
  private static final List<String> STEPS =
      List.of(
          "read-call",
          "1-authenticate-key",
          "2-resolve-model",
          "3-filter-credentials",
          "4-enforce-limits",
          "5-dispatch");

  private static final String REFUSED = "refused";

  private final List<Step> steps = new ArrayList<>();
  private final List<Considered> providers = new ArrayList<>();
  private List<Answer.Candidate> candidates = List.of();
  private List<Candidate> found = List.of();
  private List<LimitOutlook.Row> limits = List.of();
  private List<String> means = List.of();
  private Answer.Request request;
  private Answer.Policy policy = new Answer.Policy("", "none");
  private Dialect dialect = Dialect.OPENAI_CHAT;
  private Answer.@Nullable Refused refusal;

  Report(Question question, String key) {
    request =
        new Answer.Request(
            question.path(), question.dialect(), "", question.model(), question.stream(), key);
  }

  void request(AskedRequest asked) {
    Endpoint endpoint = asked.endpoint();
    dialect = endpoint.dialect();
    request =
        new Answer.Request(
            asked.path(),
            dialect.id(),
            endpoint.operation().name().toLowerCase(Locale.ROOT),
            request.model(),
            request.stream(),
            request.key());
  }

  void read(Call call) {
    passed("A request in %s to %s.".formatted(dialect.id(), request.path()));
    request =
        new Answer.Request(
            request.path(),
            request.dialect(),
            request.operation(),
            call.asked().model(),
            call.asked().stream(),
            request.key());
  }

  void caller(Call call, Answer.Policy holds) {
    policy = holds;
    String who = request.key().isEmpty() ? "" : "Key '" + call.caller().keyName() + "' is valid. ";
    passed(who + Words.policy(holds));
  }

  void choice(Call call, RouteChoice choice) {
    means = choice.means();
    for (RouteChoice.Considered each : choice.considered())
      add(
          new Considered(
              each.provider(),
              each.model(),
              "",
              each.verdict().name().toLowerCase(Locale.ROOT),
              Words.considered(each, choice.policy(), dialect.id())));
  }

  void add(Considered considered) {
    providers.add(considered);
  }

  void candidates(Ranking.Ranks ranks, CredentialHealth health) {
    found = ranks.ranked().stream().map(Ranked::candidate).toList();
    candidates =
        ranks.ranked().stream()
            .map(each -> shown(each, health.prospect(each.candidate()), ranks.order()))
            .toList();
  }

  private Answer.Candidate shown(Ranked ranked, Prospect prospect, Order order) {
    Candidate candidate = ranked.candidate();
    return new Answer.Candidate(
        found.indexOf(candidate) + 1,
        rank(candidate),
        candidate.provider().name(),
        candidate.model(),
        candidate.credential().name(),
        Words.state(prospect),
        prospect.seconds(),
        Words.candidate(prospect) + Words.among(ranked, order));
  }

  /** Counted from 1, without gaps; where nobody has an equal, the position. */
  private int rank(Candidate candidate) {
    if (candidate.rank().order() == Order.LISTED) return found.indexOf(candidate) + 1;
    return (int)
        found.stream()
            .mapToInt(each -> each.rank().number())
            .filter(number -> number <= candidate.rank().number())
            .distinct()
            .count();
  }

  /**
   * @param told whether the actor may see limits; else only what becomes of the call
   */
  void limits(LimitOutlook.Said said, boolean told) {
    limits = told ? said.rows() : List.of();
    List<Answer.Candidate> now = new ArrayList<>();
    for (int i = 0; i < found.size(); i++)
      now.add(reduced(candidates.get(i), said.dropped().get(found.get(i)), told));
    candidates = now;
  }

  private static Answer.Candidate reduced(
      Answer.Candidate shown, @Nullable String limit, boolean told) {
    return limit == null
        ? shown
        : new Answer.Candidate(
            shown.position(),
            shown.rank(),
            shown.provider(),
            shown.model(),
            shown.credential(),
            "limit",
            0,
            "is taken away by " + (told ? "limit " + limit : "a limit") + ", which is exhausted");
  }

  void passed(String says) {
    steps.add(new Step(STEPS.get(steps.size()), "passed", says));
  }

  void refused(Refusal refused) {
    LocalReply reply = Errors.refusal(dialect, refused, "", false);
    refusal =
        new Answer.Refused(
            reply.status(),
            refused.reason().code(),
            String.valueOf(refused.getMessage()),
            refused.retryAfterSeconds());
    steps.add(new Step(STEPS.get(steps.size()), REFUSED, String.valueOf(refused.getMessage())));
  }

  Answer answer() {
    for (String step : STEPS.subList(steps.size(), STEPS.size()))
      steps.add(new Step(step, "not_reached", ""));
    return new Answer(request, policy, steps, means, providers, candidates, limits, refusal);
  }
}
