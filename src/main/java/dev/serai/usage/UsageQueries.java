package dev.serai.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  /**
   * @param before those after it in the order newest first, null = from the newest
   */
  UsagePage records(UsageFilter filter, int limit, @Nullable UsageCursor before) {
    List<UsagePage.Entry> found =
        jdbc.sql(
                """
                select * from usage_records r where %s
                order by r.started_at desc, r.request_id desc
                limit :limit
                """
                    .formatted(conditions(filter, before)))
            .param("key", filter.key())
            .param("model", filter.model())
            .param("outcome", filter.outcome())
            .param("day", before == null ? null : before.day())
            .param("at", before == null ? null : before.startedAt().atOffset(ZoneOffset.UTC))
            .param("id", before == null ? null : before.requestId())
            .param("limit", limit + 1)
            .query((r, n) -> entry(r))
            .list();
    if (found.size() <= limit) return new UsagePage(found, "");
    List<UsagePage.Entry> page = List.copyOf(found.subList(0, limit));
    UsagePage.Entry last = page.getLast();
    return new UsagePage(page, new UsageCursor(last.startedAt(), last.requestId()).text());
  }

  /** Only what is asked for, so that the plan can use the index that fits. */
  private static String conditions(UsageFilter filter, @Nullable UsageCursor before) {
    StringBuilder sql = new StringBuilder("true");
    if (!filter.key().isEmpty())
      sql.append(
          " and r.key_id in (select :key union all select id from virtual_keys where name = :key)");
    if (!filter.model().isEmpty())
      sql.append(" and :model in (r.model, r.requested_model, r.served_model)");
    if (!filter.outcome().isEmpty()) sql.append(" and r.outcome = :outcome");
    if (before != null)
      sql.append(" and r.started_day <= :day and (r.started_at, r.request_id) < (:at, :id)");
    return sql.toString();
  }

  private static UsagePage.Entry entry(ResultSet r) throws SQLException {
    return new UsagePage.Entry(
        r.getString("request_id"),
        Objects.requireNonNull(time(r, "started_at")),
        time(r, "first_byte_at"),
        Objects.requireNonNull(time(r, "ended_at")),
        r.getString("organization_id"),
        r.getString("team_id"),
        r.getString("project_id"),
        r.getString("principal_id"),
        r.getBoolean("personal"),
        r.getString("key_id"),
        r.getString("session_id"),
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
        UsageSummary.usd(BigDecimal.valueOf(r.getLong("cost_nanos"))),
        r.getString("price_version"),
        r.getString("client_tool"),
        r.getString("end_user"),
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
