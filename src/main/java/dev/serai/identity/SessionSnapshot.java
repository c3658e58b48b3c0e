package dev.serai.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every open session, by id and by sign-in. Read by all event loops; only rows of later revisions
 * are fetched. What has ended leaves memory, so it is bounded by what is open.
 */
final class SessionSnapshot {
  private static final String OPEN = "s.ended_at is null and s.expires_at > now()";
  private static final String SELECT =
      """
      select s.id, s.sid, s.project_id, s.principal_id, s.tool, s.expires_at, s.organization_id,
        p.personal, coalesce(p.team_id, '') as team_id, %s as open
      from sessions s join projects p on p.id = s.project_id
      where %s
      """;

  private final JdbcClient jdbc;
  private final Map<String, OpenSession> byId = new ConcurrentHashMap<>();
  private final Map<String, List<OpenSession>> bySid = new ConcurrentHashMap<>();
  private long revision = -1;

  /** Ids that {@link #refresh} has still to tell: a fetch may fail after some rows. */
  private List<String> ended = new ArrayList<>();

  SessionSnapshot(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(OpenSession session, boolean open) {}

  @Nullable OpenSession byId(String id) {
    return byId.get(id);
  }

  List<OpenSession> bySid(String sid) {
    return bySid.getOrDefault(sid, List.of());
  }

  int size() {
    return byId.size();
  }

  /**
   * @return ids of sessions that were open here and are not any more
   */
  synchronized List<String> refresh() {
    // before the rows: one that is written meanwhile is read again
    long latest =
        jdbc.sql("select coalesce(max(revision), 0) from sessions").query(Long.class).single();
    if (latest != revision) {
      String which = revision < 0 ? OPEN : "s.revision > " + revision;
      for (Row row : rows(which)) {
        if (row.open) put(row.session);
        else remove(row.session.id());
      }
      revision = latest;
    }
    return told();
  }

  /**
   * Takes out what has reached the end of its time, without asking anybody.
   *
   * @param now epoch milliseconds
   * @return ids
   */
  synchronized List<String> expire(long now) {
    for (OpenSession session : byId.values()) if (session.over(now)) remove(session.id());
    return told();
  }

  private List<String> told() {
    List<String> told = ended;
    ended = new ArrayList<>();
    return told;
  }

  private List<Row> rows(String which) {
    return jdbc.sql(SELECT.formatted(OPEN, which))
        .query(
            (row, _) ->
                new Row(
                    new OpenSession(
                        row.getString("id"),
                        row.getString("sid"),
                        row.getString("organization_id"),
                        row.getString("team_id"),
                        row.getString("project_id"),
                        row.getString("principal_id"),
                        row.getBoolean("personal"),
                        row.getString("tool"),
                        row.getTimestamp("expires_at").getTime()),
                    row.getBoolean("open")))
        .list();
  }

  private void put(OpenSession session) {
    OpenSession before = byId.put(session.id(), session);
    bySid.compute(session.sid(), (_, all) -> with(all, before, session));
  }

  private void remove(String id) {
    OpenSession session = byId.remove(id);
    if (session == null) return;
    bySid.compute(session.sid(), (_, all) -> with(all, session, null));
    ended.add(id);
  }

  /** A new list, since others may be reading the old one; null when it is empty. */
  private static @Nullable List<OpenSession> with(
      @Nullable List<OpenSession> all, @Nullable OpenSession less, @Nullable OpenSession more) {
    List<OpenSession> now = new ArrayList<>(all == null ? List.of() : all);
    if (less != null) now.remove(less);
    if (more != null) now.add(more);
    return now.isEmpty() ? null : List.copyOf(now);
  }
}
