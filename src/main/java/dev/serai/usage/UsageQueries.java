package dev.serai.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.Page;
import dev.serai.call.Attempt;
import dev.serai.call.Usage;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is asked of {@code usage_records}: single records. Sums are asked of {@link UsageSums}. */
final class UsageQueries {
  static final int TIMEOUT_SECONDS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** After every call. */
  static final OffsetDateTime END = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private final JdbcClient jdbc;

  UsageQueries(DataSource dataSource) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    jdbc = JdbcClient.create(template);
  }

  /** Records, and how many of them are personal ones of somebody else, told by name. */
  record Found(Page<UsageEntry> page, long others) {}

  /**
   * @param before those after it in the order newest first, null = from the newest
   */
  Found records(UsageFilter filter, UsageScope scope, int limit, @Nullable UsageCursor before) {
    List<Row> found =
        scope
            .bind(
                jdbc.sql(
                    """
                    select r.*, %s as hidden,
                      r.personal and not exists (select from projects o
                        where o.id = r.project_id and o.owner_id = :scopeUser) as others
                    from usage_records r where %s
                    order by r.started_at desc, r.request_id desc
                    limit :limit
                    """
                        .formatted(scope.hidden(), conditions(filter, scope, before))))
            .param("key", filter.key())
            .param("model", filter.model())
            .param("outcome", filter.outcome())
            .param("day", before == null ? null : before.day())
            .param("at", before == null ? null : before.startedAt().atOffset(ZoneOffset.UTC))
            .param("id", before == null ? null : before.requestId())
            .param("limit", limit + 1)
            .query((r, n) -> row(r, scope))
            .list();
    Page<Row> page = Page.of(found, limit, row -> cursor(row.entry()));
    return new Found(
        new Page<>(page.items().stream().map(Row::entry).toList(), page.next()),
        page.items().stream().filter(Row::others).count());
  }

  private record Row(UsageEntry entry, boolean others) {}

  private static String cursor(UsageEntry last) {
    return new UsageCursor(last.startedAt(), last.requestId()).text();
  }

  /** Only what is asked for, so that the plan can use the index that fits. */
  private static String conditions(
      UsageFilter filter, UsageScope scope, @Nullable UsageCursor before) {
    StringBuilder sql = new StringBuilder(scope.condition());
    if (!filter.key().isEmpty())
      sql.append(
              " and r.key_id in (select :key union all select id from virtual_keys where name ="
                  + " :key) and not ")
          .append(scope.hidden());
    if (!filter.model().isEmpty())
      sql.append(" and :model in (r.model, r.requested_model, r.served_model)");
    if (!filter.outcome().isEmpty()) sql.append(" and r.outcome = :outcome");
    if (before != null)
      sql.append(" and r.started_day <= :day and (r.started_at, r.request_id) < (:at, :id)");
    return sql.toString();
  }

  private static Row row(ResultSet r, UsageScope scope) throws SQLException {
    boolean hidden = r.getBoolean("hidden");
    return new Row(entry(r, hidden, scope.costs()), !hidden && r.getBoolean("others"));
  }

  private static UsageEntry entry(ResultSet r, boolean hidden, boolean costs) throws SQLException {
    return new UsageEntry(
        r.getString("request_id"),
        Objects.requireNonNull(time(r, "started_at")),
        time(r, "first_byte_at"),
        Objects.requireNonNull(time(r, "ended_at")),
        r.getString("organization_id"),
        r.getString("team_id"),
        hidden ? "" : r.getString("project_id"),
        hidden ? "" : r.getString("principal_id"),
        r.getBoolean("personal"),
        hidden ? "" : r.getString("key_id"),
        hidden ? "" : r.getString("session_id"),
        r.getString("operation"),
        r.getString("client_dialect"),
        r.getString("provider_dialect"),
        r.getString("provider"),
        r.getString("credential"),
        r.getString("requested_model"),
        r.getString("model"),
        r.getString("served_model"),
        attempts(r.getString("attempt_list")),
        r.getString("outcome"),
        r.getString("reason"),
        r.getInt("status"),
        usage(r),
        costs ? UsageSummary.usd(BigDecimal.valueOf(r.getLong("cost_nanos"))) : null,
        r.getString("price_version"),
        r.getString("client_tool"),
        hidden ? "" : r.getString("end_user"),
        r.getString("trace_id"));
  }

  private static List<Attempt> attempts(@Nullable String json) {
    if (json == null) return List.of();
    try {
      return List.of(JSON.readValue(json, Attempt[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("attempt_list is not what was written", e);
    }
  }

  private static Usage usage(ResultSet r) throws SQLException {
    return new Usage(
        r.getLong("input_tokens"),
        r.getLong("input_audio_tokens"),
        r.getLong("cache_read_tokens"),
        r.getLong("cache_read_audio_tokens"),
        r.getLong("cache_write_5m_tokens"),
        r.getLong("cache_write_1h_tokens"),
        r.getLong("output_tokens"),
        r.getLong("reasoning_tokens"),
        r.getLong("output_audio_tokens"),
        r.getLong("web_searches"),
        r.getBoolean("estimated"));
  }

  private static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.MICROS);
  }
}
