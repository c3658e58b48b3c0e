package dev.serai.limits;

import dev.serai.leases.Standing;
import dev.serai.limits.Window.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How limits stand in their present window: from this replica's memory where it has the quota, else
 * what the database knows of all replicas. Blocks.
 */
@Component
final class Utilisation {
  /** Rolling windows share the cap over all their slices; of the others there is one quota. */
  private static final String HELD =
      """
      select w.limit_id, q.member, coalesce(sum(u.spent), 0) as spent,
        coalesce(sum(greatest(l.granted - u.spent, 0)), 0) as held,
        min(q.starts_at) filter (where u.spent > 0) as oldest
      from unnest(:ids, :since) as w (limit_id, since)
        join quotas q on q.limit_id = w.limit_id and (q.member = :member or :all)
          and q.starts_at >= to_timestamp((w.since - 0.5) / 1000)
        left join leases l on l.quota_id = q.id
        left join lease_charges c on c.lease_id = l.id
        cross join lateral (select greatest(coalesce(c.spent, 0), coalesce(l.settled, 0))) u (spent)
      group by 1, 2 order by 3 desc, 2 limit :limit
      """;

  private static final int MEMBERS_MAX = 100;
  private static final int PLACES = 2;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final JdbcClient jdbc;
  private final ObjectProvider<Standings> standings;
  private final InstantSource clock;

  Utilisation(JdbcClient jdbc, ObjectProvider<Standings> standings, InstantSource clock) {
    this.jdbc = jdbc;
    this.standings = standings;
    this.clock = clock;
  }

  private record Row(
      String limit, String member, long spent, long held, @Nullable Instant oldest) {}

  StandingView of(Limit limit, String member) {
    return Objects.requireNonNull(of(List.of(limit), member).get(limit.id()));
  }

  /** In the measure's smallest unit, over all replicas. */
  Standing figures(Limit limit, String member) {
    Optional<LimitStanding> live = live(limit, member);
    if (live.isPresent()) return live.get().standing();
    long now = clock.millis();
    Period period = limit.window().at(now, limit.since());
    Row row =
        stored(List.of(limit), member, false, now).stream()
            .findFirst()
            .orElse(new Row(limit.id(), member, 0, 0, null));
    boolean rolling = limit.window().kind() == Window.Kind.ROLLING;
    long frees = rolling ? Periods.NEVER : period.end();
    if (rolling && row.oldest() != null)
      frees = row.oldest().toEpochMilli() + period.end() - period.since();
    return new Standing(limit.cap(), row.spent(), row.held(), frees);
  }

  /** Of each, by id; as if all had a member of that name. */
  Map<String, StandingView> of(List<Limit> limits, String member) {
    long now = clock.millis();
    Map<String, StandingView> found = new HashMap<>();
    Map<String, Limit> rest = new HashMap<>();
    for (Limit limit : limits) {
      Optional<LimitStanding> live = live(limit, member);
      if (live.isPresent()) found.put(limit.id(), standing(limit, live.get()));
      else rest.put(limit.id(), limit);
    }
    for (Row row : stored(rest.values().stream().toList(), member, false, now)) {
      Limit limit = Objects.requireNonNull(rest.remove(row.limit()));
      found.put(row.limit(), standing(limit, row, now));
    }
    rest.forEach(
        (id, limit) -> found.put(id, standing(limit, new Row(id, member, 0, 0, null), now)));
    return found;
  }

  /** Of whoever has a quota of their own, most spent first; at most {@value #MEMBERS_MAX}. */
  Map<String, StandingView> members(Limit limit) {
    long now = clock.millis();
    Map<String, StandingView> members = new LinkedHashMap<>();
    for (Row row : stored(List.of(limit), "", true, now)) {
      Optional<LimitStanding> live = live(limit, row.member());
      members.put(
          row.member(), live.isPresent() ? standing(limit, live.get()) : standing(limit, row, now));
    }
    return members;
  }

  private Optional<LimitStanding> live(Limit limit, String member) {
    Standings memory = standings.getIfAvailable();
    return memory == null ? Optional.empty() : memory.of(limit, member);
  }

  private List<Row> stored(List<Limit> limits, String member, boolean all, long now) {
    if (limits.isEmpty()) return List.of();
    String[] ids = limits.stream().map(Limit::id).toArray(String[]::new);
    Long[] since =
        limits.stream().map(l -> l.window().at(now, l.since()).since()).toArray(Long[]::new);
    return jdbc.sql(HELD)
        .param("ids", ids)
        .param("since", since)
        .param("member", member)
        .param("all", all)
        .param("limit", all ? MEMBERS_MAX : ids.length)
        .query(
            (row, _) ->
                new Row(
                    row.getString("limit_id"),
                    row.getString("member"),
                    row.getLong("spent"),
                    row.getLong("held"),
                    row.getTimestamp("oldest") == null
                        ? null
                        : row.getTimestamp("oldest").toInstant()))
        .list();
  }

  private static StandingView standing(Limit limit, LimitStanding live) {
    Standing figures = live.standing();
    return standing(limit, figures.spent(), figures.reserved(), live.period(), live.resetsAt());
  }

  private static StandingView standing(Limit limit, Row row, long now) {
    Period period = limit.window().at(now, limit.since());
    long frees = period.end();
    if (limit.window().kind() == Window.Kind.ROLLING)
      frees =
          row.oldest() == null
              ? Periods.NEVER
              : limit
                  .window()
                  .leaves(limit.window().at(row.oldest().toEpochMilli(), limit.since()));
    return standing(limit, row.spent(), row.held(), period, frees);
  }

  private static StandingView standing(
      Limit limit, long spent, long reserved, Period period, long frees) {
    long left = Math.max(0, limit.cap() - spent - reserved);
    boolean rolling = limit.window().kind() == Window.Kind.ROLLING;
    return new StandingView(
        text(limit, spent),
        text(limit, reserved),
        text(limit, left),
        percent(spent, limit.cap()),
        Instant.ofEpochMilli(rolling ? period.since() : period.start()),
        frees == Periods.NEVER ? null : Instant.ofEpochMilli(frees));
  }

  /** Whether each member of its scope has a quota of their own. */
  static boolean perMember(Limit limit) {
    return limit.scope() == Scope.GROUP_MEMBER || limit.scope() == Scope.END_USER;
  }

  static String text(Limit limit, long amount) {
    return limit.measure().decimal(amount).toPlainString();
  }

  private static BigDecimal percent(long spent, long cap) {
    return cap == 0
        ? HUNDRED
        : BigDecimal.valueOf(spent)
            .multiply(HUNDRED)
            .divide(BigDecimal.valueOf(cap), PLACES, RoundingMode.DOWN);
  }
}
