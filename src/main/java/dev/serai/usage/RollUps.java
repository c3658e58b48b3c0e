package dev.serai.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Adds records to {@code usage_hours} and {@code usage_days}, in the transaction that stores them:
 * one row per hour or day and group of a batch, in one order, so that replicas that add to the same
 * rows wait for each other and never in a circle.
 */
final class RollUps {
  private static final long HOUR = TimeUnit.HOURS.toMicros(1);
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  /**
   * What is summed up together.
   *
   * @param from epoch microseconds
   */
  private record Group(
      long from,
      String organization,
      String team,
      String project,
      String principal,
      String key,
      String session,
      String model,
      String provider,
      String tool) {

    static Group of(UsageRecord r) {
      return new Group(
          r.startedAt() - Math.floorMod(r.startedAt(), HOUR),
          r.organization(),
          r.team(),
          r.project(),
          r.principal(),
          r.key(),
          r.session(),
          model(r),
          r.provider(),
          r.clientTool());
    }

    /** A stranger may make up any number of names: they are not kept apart. */
    private static String model(UsageRecord r) {
      if (!r.model().isEmpty() || r.organization().isEmpty()) return r.model();
      return r.requestedModel();
    }

    Group ofDay() {
      return new Group(
          from - Math.floorMod(from, DAY),
          organization,
          team,
          project,
          principal,
          key,
          session,
          model,
          provider,
          tool);
    }

    LocalDate day() {
      return LocalDate.ofEpochDay(Math.floorDiv(from, DAY));
    }
  }

  private static final Comparator<Map.Entry<Group, long[]>> ORDER =
      Map.Entry.comparingByKey(
          Comparator.comparingLong(Group::from)
              .thenComparing(Group::organization)
              .thenComparing(Group::team)
              .thenComparing(Group::project)
              .thenComparing(Group::principal)
              .thenComparing(Group::key)
              .thenComparing(Group::session)
              .thenComparing(Group::model)
              .thenComparing(Group::provider)
              .thenComparing(Group::tool));

  private static final List<String> COUNTS =
      List.of(
          "requests",
          "refused",
          "failed",
          "abandoned",
          "input_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "output_tokens",
          "reasoning_tokens",
          "cost_nanos",
          "unpriced");

  private static final Columns<Map.Entry<Group, long[]>> HOURS =
      columns(new Columns<Map.Entry<Group, long[]>>().time("hour", of(Group::from)));
  private static final Columns<Map.Entry<Group, long[]>> DAYS =
      columns(new Columns<Map.Entry<Group, long[]>>().day("day", of(Group::day)));
  private static final String ADD_HOURS = add("usage_hours", "hour", HOURS);
  private static final String ADD_DAYS = add("usage_days", "day", DAYS);

  private RollUps() {}

  static void add(Connection connection, Collection<UsageRecord> records) throws SQLException {
    if (records.isEmpty()) return;
    Map<Group, long[]> hours = new HashMap<>();
    for (UsageRecord usage : records) add(hours, Group.of(usage), counts(usage));
    Map<Group, long[]> days = new HashMap<>();
    hours.forEach((group, counts) -> add(days, group.ofDay(), counts));
    add(connection, ADD_HOURS, HOURS, hours);
    add(connection, ADD_DAYS, DAYS, days);
  }

  private static void add(
      Connection connection,
      String sql,
      Columns<Map.Entry<Group, long[]>> columns,
      Map<Group, long[]> sums)
      throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(sql)) {
      add.setQueryTimeout(UsageTable.TIMEOUT_SECONDS);
      columns.bind(add, sums.entrySet().stream().sorted(ORDER).toList());
      add.executeUpdate();
    }
  }

  private static void add(Map<Group, long[]> sums, Group group, long[] counts) {
    long[] sum = sums.computeIfAbsent(group, _ -> new long[COUNTS.size()]);
    for (int i = 0; i < sum.length; i++) sum[i] += counts[i];
  }

  /** In the order of {@link #COUNTS}. */
  private static long[] counts(UsageRecord r) {
    var u = r.usage();
    boolean used = u.inputTotal() > 0 || u.outputTotal() > 0 || u.webSearches() > 0;
    return new long[] {
      1,
      r.outcome().equals("refused") ? 1 : 0,
      r.outcome().equals("failed") ? 1 : 0,
      r.outcome().equals("abandoned") ? 1 : 0,
      u.input() + u.inputAudio(),
      u.cacheRead() + u.cacheReadAudio(),
      u.cacheWrite5m() + u.cacheWrite1h(),
      u.output() + u.outputAudio(),
      u.reasoning(),
      r.costNanos(),
      used && r.priceVersion().isEmpty() ? 1 : 0
    };
  }

  private static Columns<Map.Entry<Group, long[]>> columns(
      Columns<Map.Entry<Group, long[]>> columns) {
    columns
        .text("organization_id", of(Group::organization))
        .text("team_id", of(Group::team))
        .text("project_id", of(Group::project))
        .text("principal_id", of(Group::principal))
        .text("key_id", of(Group::key))
        .text("session_id", of(Group::session))
        .text("model", of(Group::model))
        .text("provider", of(Group::provider))
        .text("client_tool", of(Group::tool));
    for (int i = 0; i < COUNTS.size(); i++) {
      int count = i;
      columns.number(COUNTS.get(i), sum -> sum.getValue()[count]);
    }
    return columns;
  }

  private static <V> Function<Map.Entry<Group, long[]>, V> of(Function<Group, V> value) {
    return sum -> value.apply(sum.getKey());
  }

  private static String add(String table, String from, Columns<Map.Entry<Group, long[]>> columns) {
    return """
        insert into %1$s (%2$s) %3$s
        on conflict (%4$s, organization_id, team_id, project_id, principal_id, key_id, session_id,
          model, provider, client_tool)
        do update set %5$s
        """
        .formatted(
            table,
            columns.names(),
            columns.select(),
            from,
            COUNTS.stream()
                .map(count -> "%1$s = %2$s.%1$s + excluded.%1$s".formatted(count, table))
                .collect(Collectors.joining(", ")));
  }
}
