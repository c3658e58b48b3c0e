package dev.serai.usage;

import dev.serai.call.Asked;
import dev.serai.call.Attempt;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import dev.serai.call.Charge;
import dev.serai.call.Dialect;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Target;
import dev.serai.call.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is kept of one call, whatever its outcome. Texts are empty where unknown. Texts that a
 * client chose are cut to {@value #LONGEST_TEXT} characters and hold no control characters, which
 * PostgreSQL would refuse.
 *
 * @param requestId ULID
 * @param startedAt epoch microseconds
 * @param firstByteAt epoch microseconds of the provider's first content, 0 when there was none
 * @param endedAt epoch microseconds
 * @param key id of the virtual key, never the key
 * @param provider of the last attempt, like {@code credential}, {@code model} and {@code
 *     providerDialect}
 * @param requestedModel as the client sent it: an alias, a tier, or the name itself
 * @param model what the provider was asked for
 * @param servedModel what the provider named in its reply, else {@code model}
 * @param attempts at most {@value #MOST_ATTEMPTS} of them
 * @param outcome {@link Outcome#word()}
 * @param reason the refusal's code, the failure or the cause of leaving; empty for a served call
 * @param status HTTP status that the client got, 0 when it left before one was sent
 * @param costNanos nano-dollars
 * @param priceVersion empty when the price is unknown
 * @param clientTool {@link ClientTool#id()}
 * @param endUser {@link Call#endUser()}
 * @param team of the project, empty when it belongs to none
 * @param charges what it took from the leases of limits, at most {@value #MOST_CHARGES} of them
 */
public record UsageRecord(
    String requestId,
    long startedAt,
    long firstByteAt,
    long endedAt,
    String organization,
    String project,
    String principal,
    boolean personal,
    String key,
    String session,
    String operation,
    String clientDialect,
    String providerDialect,
    String provider,
    String credential,
    String requestedModel,
    String model,
    String servedModel,
    List<Attempt> attempts,
    String outcome,
    String reason,
    int status,
    Usage usage,
    long costNanos,
    String priceVersion,
    String clientTool,
    String endUser,
    String traceId,
    String team,
    List<Charge> charges) {

  static final int LONGEST_TEXT = 256;
  static final int MOST_ATTEMPTS = 16;
  static final int MOST_CHARGES = 64;

  public UsageRecord {
    attempts = List.copyOf(attempts);
    charges = List.copyOf(charges);
  }

  public static UsageRecord of(EndedCall ended) {
    Call call = ended.call();
    Caller caller = call.caller();
    Asked asked = call.asked();
    List<Attempt> attempts = call.attempts();
    List<Charge> charges = call.reservation().charges();
    Attempt last = attempts.isEmpty() ? null : attempts.getLast();
    String model = last == null ? firstTarget(call) : last.model();
    return new UsageRecord(
        call.id(),
        call.startedAt(),
        ended.firstByteAt(),
        ended.endedAt(),
        caller.organization(),
        caller.project(),
        caller.principal(),
        caller.personal(),
        caller.key(),
        caller.session(),
        call.operation().kind(),
        call.dialect().id(),
        last == null ? "" : providerDialect(call, last),
        last == null ? "" : last.provider(),
        last == null ? "" : last.credential(),
        clean(asked.model()),
        clean(model),
        ended.servedModel().isEmpty() && last != null ? clean(model) : clean(ended.servedModel()),
        attempts.size() <= MOST_ATTEMPTS ? attempts : attempts.subList(0, MOST_ATTEMPTS),
        ended.outcome().word(),
        clean(reason(ended.outcome())),
        ended.status(),
        ended.usage(),
        ended.cost().nanos(),
        ended.cost().priceVersion(),
        ClientTool.of(call.request().headers(), caller.tool()).id(),
        clean(call.endUser()),
        call.trace().traceId(),
        caller.team(),
        charges.size() <= MOST_CHARGES ? charges : charges.subList(0, MOST_CHARGES));
  }

  Instant start() {
    return Instant.EPOCH.plus(startedAt, ChronoUnit.MICROS);
  }

  /** The UTC day of its start: the partition it lies in. */
  LocalDate day() {
    return start().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static String firstTarget(Call call) {
    List<Target> targets = call.targets();
    return targets.isEmpty() ? "" : targets.getFirst().model();
  }

  private static String providerDialect(Call call, Attempt last) {
    Dialect wanted = call.operation().dialect();
    for (Candidate candidate : call.candidates()) {
      if (!candidate.provider().name().equals(last.provider())) continue;
      var spoken = candidate.provider().dialects();
      if (spoken.contains(wanted)) return wanted.id();
      if (!spoken.isEmpty()) return spoken.iterator().next().id();
    }
    return "";
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Served s -> "";
      case Outcome.Refused r -> r.reason().code();
      case Outcome.Failed f -> f.failure();
      case Outcome.Abandoned a -> a.cause();
    };
  }

  static String clean(String text) {
    String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    for (int i = 0; i < cut.length(); i++)
      if (Character.isISOControl(cut.charAt(i))) return cut.replaceAll("\\p{Cntrl}", "?");
    return cut;
  }
}
