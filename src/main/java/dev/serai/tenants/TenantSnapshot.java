package dev.serai.tenants;

import dev.serai.database.Changes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * In memory, for every call: who is in which teams, and which routing policy is handed down. Read
 * by any thread without a lock, changed by the refresh thread alone. Holds only principals that are
 * in a team and places that have a default.
 */
@Component
public final class TenantSnapshot {
  private static final String CHANGED =
      """
      select p.id, p.revision,
        array(select m.team_id from team_members m join teams t on t.id = m.team_id
          where m.principal_id = p.id order by t.name, t.id) as teams
      from principals p where p.revision > ?
      """;

  private final JdbcTemplate jdbc;
  private final Map<String, List<String>> teamsOf = new ConcurrentHashMap<>();
  private volatile Map<String, String> policies = Map.of();

  /** Of the refresh thread: one list for all who are in the same teams. */
  private final Map<List<String>, List<String>> lists = new HashMap<>();

  private long revision;

  public TenantSnapshot(JdbcTemplate jdbc, Changes changes) {
    this.jdbc = jdbc;
    changes.onChange(this::refresh);
  }

  /**
   * Ids of the teams that the principal is a member of, each once, in the order of their names. An
   * immutable list that many share.
   */
  public List<String> groupsOf(String principal) {
    return teamsOf.getOrDefault(principal, List.of());
  }

  /** How many different ones are kept: at most one a member. */
  int lists() {
    return lists.size();
  }

  /**
   * Name of the routing policy that holds: one's own, else the team's default, else the
   * organization's, else empty for the installation's.
   *
   * @param team id, empty = none
   * @param own empty = none
   */
  public String policyOf(String organization, String team, String own) {
    if (!own.isEmpty()) return own;
    Map<String, String> now = policies;
    if (now.isEmpty()) return "";
    String ofTeam = team.isEmpty() ? null : now.get(team);
    return ofTeam == null ? now.getOrDefault(organization, "") : ofTeam;
  }

  /**
   * As {@link #policyOf(String, String, String)}, for a personal project: it is of no team, so the
   * first of its owner's teams that has a default hands it down.
   */
  public String personalPolicyOf(String organization, String owner, String own) {
    if (!own.isEmpty()) return own;
    Map<String, String> now = policies;
    if (now.isEmpty()) return "";
    List<String> teams = groupsOf(owner);
    for (int i = 0; i < teams.size(); i++) {
      String ofTeam = now.get(teams.get(i));
      if (ofTeam != null) return ofTeam;
    }
    return now.getOrDefault(organization, "");
  }

  private void refresh() {
    Map<String, String> defaults = new HashMap<>();
    jdbc.query(
        """
        select id, default_policy from organizations where default_policy <> ''
        union all select id, default_policy from teams where default_policy <> ''
        """,
        row -> {
          defaults.put(row.getString(1), row.getString(2));
        });
    policies = Map.copyOf(defaults);
    long[] latest = {revision};
    jdbc.query(
        CHANGED,
        row -> {
          latest[0] = Math.max(latest[0], row.getLong(2));
          put(row.getString(1), Arrays.asList((String[]) row.getArray(3).getArray()));
        },
        revision);
    revision = latest[0];
    // of teams that somebody was in once; never so at the first reading
    if (lists.size() > teamsOf.size()) lists.keySet().retainAll(new HashSet<>(teamsOf.values()));
  }

  private void put(String principal, List<String> teams) {
    if (teams.isEmpty()) teamsOf.remove(principal);
    else teamsOf.put(principal, lists.computeIfAbsent(teams, List::copyOf));
  }
}
