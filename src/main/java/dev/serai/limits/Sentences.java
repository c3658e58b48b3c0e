package dev.serai.limits;

import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.leases.Standing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client reads when a limit says no: one line with the reason first, then figures, when it
 * resets, and whom to ask. Built only for calls that are refused.
 */
final class Sentences {
  private static final long MINUTE = 60_000;

  /** How long the calls that hold the rest may take to give some of it back. */
  private static final long SETTLES_SECONDS = 2;

  private static final long UNKNOWN_SECONDS = 5;

  private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final LimitSettings settings;

  Sentences(LimitSettings settings) {
    this.settings = settings;
  }

  /**
   * @param need what the call would have taken, in the limit's unit
   */
  Refusal full(Live live, Standing standing, long need, long now) {
    Limit limit = live.limit;
    long resets = resets(live, standing);
    boolean fits = need <= limit.cap(); // else no window will ever have room for it
    boolean rate = perMinute(limit.window()) && fits;
    boolean taken = standing.spent() > limit.cap() - need;
    if (!taken && !rate) return held(live, standing, need, resets);
    long wait = resets == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(1, resets - now);
    if (rate) return rate(live, standing, resets, Math.ceilDiv(wait, 1_000));
    boolean soon = fits && wait <= MINUTE;
    long seconds = soon ? Math.ceilDiv(wait, 1_000) : 0;
    String sentence =
        spent(limit, live.member, standing, need)
            + when(limit.window(), resets)
            + (soon ? ". Try again in " + seconds + " s." : ". " + ask(limit));
    return new Refusal(
        soon ? Reason.RATE_LIMITED : Reason.LIMIT_EXCEEDED,
        sentence,
        seconds,
        details(limit, standing, resets));
  }

  private Refusal rate(Live live, Standing standing, long resets, long seconds) {
    Limit limit = live.limit;
    String what =
        switch (limit.measure()) {
          case REQUESTS -> "send " + limit.cap() + " request" + (limit.cap() == 1 ? "" : "s");
          case USD -> "spend " + limit.measure().text(limit.cap()) + " USD";
          default -> "use " + limit.measure().text(limit.cap()) + " " + limit.measure().unit();
        };
    return new Refusal(
        Reason.RATE_LIMITED,
        "Rate limit reached: %s may %s per minute. Try again in %d s."
            .formatted(who(limit, live.member), what, seconds),
        seconds,
        details(limit, standing, resets));
  }

  /** The rest is not spent, only spoken for: it may be there again in a moment. */
  private Refusal held(Live live, Standing standing, long need, long resets) {
    Limit limit = live.limit;
    Measure measure = limit.measure();
    return new Refusal(
        Reason.RATE_LIMITED,
        "%s in use: %s has %s %s of %s %s and running calls hold %s; this one needs about %s. Try again in %d s."
            .formatted(
                subject(measure),
                who(limit, live.member),
                spentWord(measure),
                measure.text(standing.spent()),
                measure.text(limit.cap()),
                measure.unit(),
                measure.text(standing.reserved()),
                measure.text(need),
                SETTLES_SECONDS),
        SETTLES_SECONDS,
        details(limit, standing, resets));
  }

  /**
   * Nobody can say how much is left.
   *
   * @param away whether the database is gone, else it is only slow
   */
  Refusal unknown(Live live, Standing standing, boolean away) {
    Limit limit = live.limit;
    return new Refusal(
        Reason.RATE_LIMITED,
        "Limit cannot be checked: the gateway's database %s, and its share of the %s %s of %s%s is used up. Try again in %d s."
            .formatted(
                away ? "is away" : "does not answer in time",
                limit.measure().text(limit.cap()),
                limit.measure().unit(),
                who(limit, live.member),
                when(limit.window(), Long.MAX_VALUE),
                UNKNOWN_SECONDS),
        UNKNOWN_SECONDS,
        details(limit, standing, resets(live, standing)));
  }

  /** No candidate is left that the limit can put a price on. */
  Refusal unpriced(Limit limit, String model) {
    return new Refusal(
        Reason.PRICE_UNKNOWN,
        "Price unknown: nobody knows what '%s' costs, and %s has a limit in USD. Ask an administrator to give it a price in serai.yaml (prices), or to set unknown-price of limit %s."
            .formatted(model, who(limit, ""), limit.id()),
        0,
        Map.of("limit_id", limit.id(), "scope", limit.scope().word()));
  }

  static Refusal endUser(Limit limit, String problem) {
    return new Refusal(
        Reason.END_USER_MISSING,
        "End user "
            + problem
            + ": "
            + each(limit)
            + " has a limit for each end user. Send its id in the header x-serai-end-user or the body's user field.",
        0,
        Map.of("limit_id", limit.id(), "scope", limit.scope().word()));
  }

  /** {@code Budget exceeded: team red has spent 10.02 of 10.00 USD (monthly}, still open. */
  private static String spent(Limit limit, String member, Standing standing, long need) {
    Measure measure = limit.measure();
    String more =
        standing.spent() >= limit.cap() || need <= 1
            ? ""
            : ", and this call needs about " + measure.text(need);
    return "%s exceeded: %s has %s %s of %s %s%s"
        .formatted(
            subject(measure),
            who(limit, member),
            spentWord(measure),
            measure.text(standing.spent()),
            measure.text(limit.cap()),
            measure.unit(),
            more);
  }

  private static String subject(Measure measure) {
    return switch (measure) {
      case USD -> "Budget";
      case REQUESTS -> "Request limit";
      default -> "Token limit";
    };
  }

  private static String spentWord(Measure measure) {
    return switch (measure) {
      case USD -> "spent";
      case REQUESTS -> "sent";
      default -> "used";
    };
  }

  /** The words of {@link Scope}, and names as people gave them. */
  static String who(Limit limit, String member) {
    String name = limit.targetName().isEmpty() ? limit.target() : limit.targetName();
    return switch (limit.scope()) {
      case KEY -> "key '" + name + "'";
      case GROUP_MEMBER -> "this member of team " + name;
      case END_USER ->
          (member.isEmpty() ? "each end user" : "end user '" + member + "'") + " of " + each(limit);
      default -> limit.scope().word() + " " + name;
    };
  }

  /** {@code key 'ci'} or {@code project checkout}: what end users are counted for. */
  private static String each(Limit limit) {
    String name = limit.targetName().isEmpty() ? limit.target() : limit.targetName();
    return name.startsWith("key:")
        ? "key '" + name.substring("key:".length()) + "'"
        : name.replace("project:", "project ");
  }

  private String ask(Limit limit) {
    String contact = contact(limit);
    String own = ofSession(limit);
    String request = "run: " + (own.isEmpty() ? "serai budget request " + limit.id() : own);
    String more = own.isEmpty() ? "To ask for more, " : "For more, ";
    String ask = contact.isEmpty() ? more : "Ask " + contact + ", or ";
    String link = link(limit);
    return ask + request + (link.isEmpty() ? "" : " (" + link + ")");
  }

  /** Whose session it is may raise it, or is told there that an administrator has to. */
  private static String ofSession(Limit limit) {
    if (limit.scope() != Scope.SESSION) return "";
    String option =
        switch (limit.measure()) {
          case USD -> "--usd <amount>";
          case REQUESTS -> "--requests <n>";
          case TOTAL_TOKENS -> "--tokens <n>";
          case INPUT_TOKENS, OUTPUT_TOKENS -> "";
        };
    return option.isEmpty() ? "" : "serai session limit " + limit.target() + " " + option;
  }

  private String contact(Limit limit) {
    return limit.contact().isEmpty() ? settings.contact() : limit.contact();
  }

  private String link(Limit limit) {
    return settings.requestUrl().replace("{limit}", limit.id());
  }

  private static String when(Window window, long resets) {
    String often =
        switch (window.kind()) {
          case MINUTE -> "per minute";
          case HOUR -> "hourly";
          case DAY -> "daily";
          case WEEK -> "weekly";
          case MONTH -> "monthly";
          case TOTAL -> "in total";
          case MANUAL -> "until it is reset";
          case ROLLING -> "in the last " + window.text().substring("rolling ".length());
        };
    if (resets == Long.MAX_VALUE) return " (" + often + ")";
    String resetting = window.kind() == Window.Kind.ROLLING ? "frees from " : "resets ";
    return " (" + often + ", " + resetting + moment(window, resets) + ")";
  }

  /** A date where windows are days or more; else a time, which says little without its zone. */
  static String moment(Window window, long millis) {
    ZoneId zone = window.zone();
    Instant at = Instant.ofEpochMilli(millis);
    return switch (window.kind()) {
      case DAY, WEEK, MONTH -> DATE.format(at.atZone(zone));
      case MINUTE, HOUR -> TIME.format(at.atZone(zone)) + " " + name(zone);
      default -> DATE_TIME.format(at.atZone(zone)) + " " + name(zone);
    };
  }

  private static String name(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  static boolean perMinute(Window window) {
    return window.kind() == Window.Kind.MINUTE
        || window.kind() == Window.Kind.ROLLING && window.length().toMillis() <= MINUTE;
  }

  private static long resets(Live live, Standing standing) {
    return new LimitStanding(live.limit, live.member, live.period, standing).resetsAt();
  }

  private Map<String, String> details(Limit limit, Standing standing, long resets) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("limit_id", limit.id());
    details.put("scope", limit.scope().word());
    details.put("measure", limit.measure().word());
    details.put("window", KeyRates.isRate(limit.id()) ? "minute" : limit.window().text());
    details.put("cap", limit.measure().decimal(limit.cap()).toPlainString());
    details.put("spent", limit.measure().decimal(standing.spent()).toPlainString());
    details.put("reserved", limit.measure().decimal(standing.reserved()).toPlainString());
    if (resets < Long.MAX_VALUE)
      details.put("resets_at", Long.toString(Math.ceilDiv(resets, 1_000)));
    if (!contact(limit).isEmpty()) details.put("contact", contact(limit));
    if (!settings.requestUrl().isEmpty()) details.put("link", link(limit));
    return details;
  }
}
