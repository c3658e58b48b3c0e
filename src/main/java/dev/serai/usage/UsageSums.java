package dev.serai.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What is asked of {@code usage_hours} and {@code usage_days}. Every range is a range of their
 * partitions' column, so others are not read.
 */
final class UsageSums {
  static final int ROWS_MAX = 1000;

  private static final String SUMS =
      """
      coalesce(sum(r.requests), 0) as requests, coalesce(sum(r.refused), 0) as refused,
        coalesce(sum(r.failed), 0) as failed, coalesce(sum(r.abandoned), 0) as abandoned,
        coalesce(sum(r.input_tokens), 0) as input_tokens,
        coalesce(sum(r.cache_read_tokens), 0) as cache_read,
        coalesce(sum(r.cache_write_tokens), 0) as cache_write,
        coalesce(sum(r.output_tokens + r.reasoning_tokens), 0) as output_tokens,
        coalesce(sum(r.reasoning_tokens), 0) as reasoning,
        coalesce(sum(r.cost_nanos), 0) as cost_nanos, coalesce(sum(r.unpriced), 0) as unpriced
      """;

  private final JdbcClient jdbc;

  UsageSums(DataSource dataSource) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(UsageQueries.TIMEOUT_SECONDS);
    jdbc = JdbcClient.create(template);
  }

  /**
   * Calls that started in the range.
   *
   * @param only what they are narrowed to, by id or name
   */
  UsageSummary summary(UsageRange range, UsageBy by, Map<UsageBy, String> only, UsageScope scope) {
    List<UsageSummary.Row> rows = new ArrayList<>();
    List<UsageSummary.Row> total = new ArrayList<>();
    boolean telling = UsageScope.TELLING.contains(by);
    select(
            """
            select grouping(%1$s) as all_of_them, %1$s as id, %2$s as name, %3$s
            from (%4$s) r %5$s
            group by rollup ((%1$s, %2$s))
            order by all_of_them desc, %6$s requests desc, id
            limit %7$d
            """
                .formatted(
                    telling ? shown(by.id) : by.id,
                    telling ? shown(by.label) : by.label,
                    SUMS,
                    calls(range, only, scope),
                    by.join,
                    scope.costs() ? "cost_nanos desc," : "",
                    ROWS_MAX + 1),
            range,
            only,
            scope)
        .query((r, n) -> (r.getInt("all_of_them") == 1 ? total : rows).add(row(r, scope)))
        .list();
    return new UsageSummary(range.from(), range.to(), by.word(), rows, total.getFirst(), List.of());
  }

  /** Sums of each hour or day that had calls, oldest first. */
  List<UsageSummary.Point> series(UsageRange range, Map<UsageBy, String> only, UsageScope scope) {
    return select(
            "select r.%1$s as at, %2$s from (%3$s) r group by 1 order by 1"
                .formatted(column(range), SUMS, calls(range, only, scope)),
            range,
            only,
            scope)
        .query((r, n) -> point(r, range, scope))
        .list();
  }

  private StatementSpec select(
      String sql, UsageRange range, Map<UsageBy, String> only, UsageScope scope) {
    StatementSpec select =
        scope
            .bind(jdbc.sql(sql))
            .param("from", bound(range, range.from()))
            .param("to", bound(range, range.to()));
    for (var one : only.entrySet())
      select = select.param(one.getKey().word(), UsageRecord.clean(one.getValue()));
    return select;
  }

  /** Those whose owner is not told are one row, without a name. */
  private static String shown(String id) {
    return "case when r.hidden then '' else " + id + " end";
  }

  private static String calls(UsageRange range, Map<UsageBy, String> only, UsageScope scope) {
    StringBuilder sql =
        new StringBuilder(
            "select r.*, %1$s as hidden from %2$s where r.%3$s >= :from and r.%3$s < :to and %4$s"
                .formatted(scope.hidden(), table(range), column(range), scope.condition()));
    for (UsageBy one : only.keySet()) sql.append(" and ").append(one.condition);
    if (scope.narrows(only)) sql.append(" and not ").append(scope.hidden());
    return sql.toString();
  }

  private static String table(UsageRange range) {
    return range.unit() == ChronoUnit.HOURS ? "usage_hours r" : "usage_days r";
  }

  private static String column(UsageRange range) {
    return range.unit() == ChronoUnit.HOURS ? "hour" : "day";
  }

  private static Object bound(UsageRange range, Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return range.unit() == ChronoUnit.HOURS ? utc : utc.toLocalDate();
  }

  private static UsageSummary.Row row(ResultSet r, UsageScope scope) throws SQLException {
    boolean total = r.getInt("all_of_them") == 1;
    return new UsageSummary.Row(
        total ? "" : r.getString("id"),
        total ? "total" : r.getString("name"),
        r.getLong("requests"),
        r.getLong("refused"),
        r.getLong("failed"),
        r.getLong("abandoned"),
        r.getLong("input_tokens"),
        r.getLong("cache_read"),
        r.getLong("cache_write"),
        r.getLong("output_tokens"),
        r.getLong("reasoning"),
        scope.costs() ? UsageSummary.usd(r.getBigDecimal("cost_nanos")) : null,
        r.getLong("unpriced"));
  }

  private static UsageSummary.Point point(ResultSet r, UsageRange range, UsageScope scope)
      throws SQLException {
    Instant at =
        range.unit() == ChronoUnit.HOURS
            ? r.getObject("at", OffsetDateTime.class).toInstant()
            : r.getObject("at", java.time.LocalDate.class).atStartOfDay(ZoneOffset.UTC).toInstant();
    return new UsageSummary.Point(
        at,
        r.getLong("requests"),
        r.getLong("refused"),
        r.getLong("failed"),
        r.getLong("abandoned"),
        r.getLong("input_tokens"),
        r.getLong("cache_read"),
        r.getLong("cache_write"),
        r.getLong("output_tokens"),
        r.getLong("reasoning"),
        scope.costs() ? UsageSummary.usd(r.getBigDecimal("cost_nanos")) : null,
        r.getLong("unpriced"));
  }
}
