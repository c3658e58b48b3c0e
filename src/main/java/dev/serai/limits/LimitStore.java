package dev.serai.limits;

import dev.serai.access.Grants;
import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.OnBreach;
import dev.serai.limits.Limit.UnknownPrice;
import dev.serai.limits.Limit.WhenBlind;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of limits. Writes belong into a transaction and carry the revision of it. */
@Component
final class LimitStore {
  private final JdbcClient jdbc;

  LimitStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<StoredLimit> find(String organizationId, String id) {
    return jdbc.sql(
            "select * from limits where organization_id = ? and id = ? and deleted_at is null")
        .params(organizationId, id)
        .query((row, _) -> stored(row))
        .optional();
  }

  /** Locks the limit's row until the transaction ends. */
  Optional<StoredLimit> lock(String organizationId, String id) {
    jdbc.sql("select 1 from limits where id = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    return find(organizationId, id);
  }

  /** Those that are there, one more than asked for when there are more. */
  List<StoredLimit> list(String organizationId, LimitQuery query, Grants.Where where) {
    return LimitPlaces.within(
            jdbc.sql(
                """
                select l.* from limits l %s
                where l.organization_id = :organization and l.deleted_at is null and %s
                  and (:scope = '' or l.scope = :scope)
                  and (:target = '' or :target in (l.target, l.target_name,
                    regexp_replace(l.target_name, '^.*/|^[a-z]+:(.*/)?', '')))
                  and (:measure = '' or l.measure = :measure)
                  and (:after = '' or l.id < :after)
                order by l.id desc limit :limit
                """
                    .formatted(LimitPlaces.JOINS, LimitPlaces.WITHIN)),
            where)
        .param("organization", organizationId)
        .param("scope", query.scope() == null ? "" : query.scope().word())
        .param("target", query.target())
        .param("measure", query.measure() == null ? "" : query.measure().word())
        .param("after", query.after())
        .param("limit", query.limit() + 1)
        .query((row, _) -> stored(row))
        .list();
  }

  List<StoredLimit> of(String organizationId, Set<Owner> owners) {
    return jdbc.sql(
            """
            select * from limits
            where organization_id = ? and managed_by = any (?) and deleted_at is null order by id
            """)
        .params(organizationId, owners.stream().map(Owner::word).toArray(String[]::new))
        .query((row, _) -> stored(row))
        .list();
  }

  void insert(StoredLimit stored, long revision) {
    Limit limit = stored.limit();
    Window window = limit.window();
    options(
            jdbc.sql(
                """
                insert into limits (id, organization_id, scope, target, target_name, measure,
                  window_kind, window_seconds, time_zone, anchor, cap, provider, models, on_breach,
                  estimate, unknown_price, when_blind, thresholds, contact, paused, since,
                  managed_by, created_at, updated_at, revision)
                values (:id, :organization, :scope, :target, :targetName, :measure,
                  :kind, :seconds, :zone, :anchor, :cap, :provider, :models, :onBreach,
                  :estimate, :unknownPrice, :whenBlind, :thresholds, :contact, :paused, :since,
                  :owner, :now, :now, :revision)
                """),
            stored,
            revision)
        .param("organization", limit.organization())
        .param("scope", limit.scope().word())
        .param("target", limit.target())
        .param("measure", limit.measure().word())
        .param("kind", window.kind().word())
        .param("seconds", window.length().toSeconds())
        .param("zone", window.zone().getId())
        .param("anchor", window.anchor() == null ? null : Date.valueOf(window.anchor()))
        .param("provider", limit.filter().provider())
        .param("models", limit.filter().models().toArray(String[]::new))
        .update();
  }

  /** Everything that may change. */
  void update(StoredLimit stored, long revision) {
    options(
            jdbc.sql(
                """
                update limits set target_name = :targetName, cap = :cap, on_breach = :onBreach,
                  estimate = :estimate, unknown_price = :unknownPrice, when_blind = :whenBlind,
                  thresholds = :thresholds, contact = :contact, paused = :paused, since = :since,
                  managed_by = :owner, updated_at = :now, revision = :revision
                where id = :id
                """),
            stored,
            revision)
        .update();
  }

  private static JdbcClient.StatementSpec options(
      JdbcClient.StatementSpec statement, StoredLimit stored, long revision) {
    Limit limit = stored.limit();
    return statement
        .param("id", limit.id())
        .param("targetName", limit.targetName())
        .param("cap", limit.cap())
        .param("onBreach", limit.onBreach().word())
        .param("estimate", limit.estimate().word())
        .param("unknownPrice", limit.unknownPrice().word())
        .param("whenBlind", limit.whenBlind().word())
        .param("thresholds", limit.thresholds().toArray(Integer[]::new))
        .param("contact", limit.contact())
        .param("paused", limit.paused())
        .param("since", Timestamp.from(Instant.ofEpochMilli(limit.since())))
        .param("owner", stored.owner().word())
        .param("now", Timestamp.from(stored.updatedAt()))
        .param("revision", revision);
  }

  /** The row stays: records and requests name it. */
  void delete(String id, Instant now, long revision) {
    jdbc.sql("update limits set deleted_at = ?, updated_at = ?, revision = ? where id = ?")
        .params(Timestamp.from(now), Timestamp.from(now), revision, id)
        .update();
  }

  static StoredLimit stored(ResultSet row) throws SQLException {
    return new StoredLimit(
        limit(row),
        Owner.of(row.getString("managed_by")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  static Limit limit(ResultSet row) throws SQLException {
    return new Limit(
        row.getString("id"),
        row.getString("organization_id"),
        of(Scope.class, row.getString("scope")),
        row.getString("target"),
        row.getString("target_name"),
        of(Measure.class, row.getString("measure")),
        new Window(
            of(Window.Kind.class, row.getString("window_kind")),
            Duration.ofSeconds(row.getLong("window_seconds")),
            ZoneId.of(row.getString("time_zone")),
            date(row.getDate("anchor"))),
        row.getLong("cap"),
        Filter.of(row.getString("provider"), ProviderStore.texts(row.getArray("models"))),
        of(OnBreach.class, row.getString("on_breach")),
        of(Estimate.class, row.getString("estimate")),
        of(UnknownPrice.class, row.getString("unknown_price")),
        of(WhenBlind.class, row.getString("when_blind")),
        List.of((Integer[]) row.getArray("thresholds").getArray()),
        row.getString("contact"),
        row.getBoolean("paused"),
        row.getTimestamp("since").getTime());
  }

  private static <E extends Enum<E>> E of(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static @Nullable LocalDate date(@Nullable Date date) {
    return date == null ? null : date.toLocalDate();
  }
}
