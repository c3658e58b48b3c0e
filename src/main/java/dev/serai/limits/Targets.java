package dev.serai.limits;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.keys.KeyShape;
import dev.serai.models.Nearest;
import dev.serai.tenants.Tenants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds what a limit is about by the name that an admin knows, in the current organization and
 * where he may see limits. Asks the tables, so what the caller's transaction has made counts.
 */
@Component
final class Targets {
  private static final String PROJECT = "project:";
  private static final String KEY = "key:";
  private static final String KEY_SEEN =
      """
      (:everywhere or p.team_id = any (:teams) or p.id = any (:projects))
        and (not p.personal or :others or p.owner_id = :user)
      """;
  private static final int SHOWN = 10;
  private static final int COMPARED = 1000;

  private final JdbcClient jdbc;
  private final Tenants tenants;

  Targets(JdbcClient jdbc, Tenants tenants) {
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  record Named(String id, String name) {}

  /** What a key's calls are attributed to, and how the key is called. */
  record KeyCaller(Caller caller, String name) {}

  /**
   * @param insist take what nobody knows for an id
   * @param revokedToo also a key that no call can come with any more
   * @throws Problem 422 when there is no such thing, or several
   */
  Named resolve(Scope scope, String text, boolean insist, boolean revokedToo) {
    if (text.isEmpty() && scope != Scope.ORGANIZATION)
      throw Problem.invalid("target", "the name or id of a " + word(scope));
    List<Named> found = find(scope, text, revokedToo);
    if (found.size() > 1)
      throw Problem.invalid(
          "target",
          "one of " + String.join(", ", found.stream().map(Named::name).toList()) + ", or an id");
    if (!found.isEmpty()) return found.getFirst();
    if (insist) return new Named(text, text);
    throw unknown(scope, text);
  }

  /** The key of that id, or of that name, alone or behind its project's. */
  Optional<KeyCaller> caller(String key) {
    List<Named> found = keys(key, false);
    if (found.size() > 1)
      throw Problem.invalid(
          "key", "one of " + String.join(", ", found.stream().map(Named::name).toList()));
    return found.stream().findFirst().map(this::caller);
  }

  private KeyCaller caller(Named key) {
    return jdbc.sql(
            """
            select k.id, k.name, k.policy, k.requests_per_minute, k.principal_id, k.project_id,
              p.organization_id, p.personal, coalesce(p.team_id, '') as team_id,
              array(select m.team_id from team_members m
                where m.principal_id = k.principal_id order by m.team_id) as groups
            from virtual_keys k join projects p on p.id = k.project_id where k.id = ?
            """)
        .param(key.id())
        .query(
            (row, _) ->
                new KeyCaller(
                    new Caller(
                        row.getString("organization_id"),
                        row.getString("team_id"),
                        row.getString("project_id"),
                        row.getString("principal_id"),
                        row.getBoolean("personal"),
                        List.of((String[]) row.getArray("groups").getArray()),
                        row.getString("id"),
                        row.getString("name"),
                        "",
                        row.getString("policy"),
                        row.getInt("requests_per_minute")),
                    key.name()))
        .single();
  }

  private List<Named> find(Scope scope, String text, boolean revokedToo) {
    return switch (scope) {
      case ORGANIZATION -> organization(text);
      case TEAM, GROUP_MEMBER -> team(text);
      case PROJECT -> only(named("projects", text), text);
      case USER -> only(named("principals", text), text);
      case KEY -> keys(text, revokedToo);
      case END_USER -> projectOrKey(text, revokedToo);
      case SESSION -> sessions(text);
    };
  }

  /** By id: a session has no name. */
  private List<Named> sessions(String id) {
    return jdbc.sql(
            """
            select id, tool || ' on ' || device as name from sessions
            where organization_id = ? and id = ? and ended_at is null and expires_at > now()
            """)
        .params(tenants.current().id(), id)
        .query(Named.class)
        .list();
  }

  /** By its name, or as the path of its group in Keycloak. */
  private List<Named> team(String text) {
    String name = text.startsWith("/") ? text.substring(1) : text;
    return only(named("teams", name), name);
  }

  private List<Named> organization(String text) {
    Tenants.Organization current = tenants.current();
    boolean meant = text.isEmpty() || text.equals(current.name()) || text.equals(current.id());
    return meant ? List.of(new Named(current.id(), current.name())) : List.of();
  }

  private List<Named> projectOrKey(String text, boolean revokedToo) {
    List<Named> found = new ArrayList<>();
    if (!text.startsWith(KEY))
      for (Named project : only(named("projects", after(PROJECT, text)), after(PROJECT, text)))
        found.add(new Named(project.id(), PROJECT + project.name()));
    if (!text.startsWith(PROJECT))
      for (Named key : keys(after(KEY, text), revokedToo))
        found.add(new Named(key.id(), KEY + key.name()));
    return found;
  }

  /**
   * @param table with id, name and organization
   */
  private List<Named> named(String table, String text) {
    return seen(jdbc.sql(
            "select t.id, t.name from "
                + table
                + " t where t.organization_id = :organization and (t.name = :text or t.id = :text)"
                + seen(table)
                + " order by t.id"))
        .param("text", text)
        .query(Named.class)
        .list();
  }

  /** SQL that holds for what the actor may see limits of. */
  private static String seen(String table) {
    return switch (table) {
      case "teams" -> " and (:everywhere or t.id = any (:teams))";
      case "projects" ->
          " and t.archived_at is null"
              + " and (:everywhere or t.team_id = any (:teams) or t.id = any (:projects))";
      case "principals" -> " and (t.kind <> 'service' or t.status = 'active') and :everywhere";
      default -> " and :everywhere";
    };
  }

  private JdbcClient.StatementSpec seen(JdbcClient.StatementSpec select) {
    return LimitPlaces.within(select, Acting.where(Permission.GATEWAY_BUDGETS_VIEW))
        .param("organization", tenants.current().id());
  }

  /** A key outside of the default project is called by both names. */
  private List<Named> keys(String text, boolean revokedToo) {
    List<Named> found =
        seenKeys(
                """
                select k.id, case when p.name = :default then k.name
                  else p.name || '/' || k.name end as name
                from virtual_keys k join projects p on p.id = k.project_id
                where p.organization_id = :organization and %s
                  and (k.status <> 'revoked' or :revokedToo)
                  and (k.id = :text or k.name = :text or p.name || '/' || k.name = :text)
                order by k.status = 'revoked', k.id desc limit 20
                """)
            .param("default", Tenants.DEFAULT_PROJECT)
            .param("revokedToo", revokedToo)
            .param("text", text)
            .query(Named.class)
            .list();
    List<Named> exact = only(found, text);
    // of those of one name only one can be alive, and it is the first
    long names = exact.stream().map(Named::name).distinct().count();
    return names == 1 ? exact.subList(0, 1) : exact;
  }

  /** An id says it alone, whatever else has it for a name. */
  private static List<Named> only(List<Named> found, String text) {
    for (Named named : found) if (named.id().equals(text)) return List.of(named);
    return found;
  }

  private Problem unknown(Scope scope, String text) {
    String there = there(scope, text);
    // it may be a key that somebody took for its name
    String shown = KeyShape.fits(text) ? "…" : text;
    return unreachable(
        "target",
        "no %s '%s' (%s)".formatted(word(scope), shown, there),
        scope == Scope.SESSION ? there : there + ", or allowUnreachable to insist");
  }

  private String there(Scope scope, String text) {
    if (scope == Scope.SESSION)
      return "the id of an open session is expected: others with allowUnreachable";
    List<String> names = names(scope);
    if (names.isEmpty()) return "there is none";
    String some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return "there are: "
        + some
        + (names.size() > SHOWN ? " and others" : "")
        + nearest(text, names);
  }

  /** Also by the name alone of what is called by its project's name too. */
  private static String nearest(String text, List<String> names) {
    String near = LimitWords.nearest(text, names);
    if (!near.isEmpty()) return near;
    Map<String, String> whole = new HashMap<>();
    for (String name : names)
      whole.putIfAbsent(name.substring(Math.max(name.indexOf('/'), name.indexOf(':')) + 1), name);
    return Nearest.to(text, whole.keySet(), 1).stream()
        .map(last -> "; nearest: " + whole.get(last))
        .collect(Collectors.joining());
  }

  private List<String> names(Scope scope) {
    return switch (scope) {
      case ORGANIZATION -> List.of(tenants.current().name());
      case TEAM, GROUP_MEMBER -> names("teams");
      case PROJECT -> names("projects");
      case USER -> names("principals");
      case KEY -> keyNames("");
      case END_USER -> {
        List<String> names = new ArrayList<>(keyNames(KEY));
        names("projects").forEach(name -> names.add(PROJECT + name));
        yield names;
      }
      case SESSION -> List.of();
    };
  }

  private List<String> names(String table) {
    return seen(jdbc.sql(
            "select distinct t.name from "
                + table
                + " t where t.organization_id = :organization"
                + seen(table)
                + " order by 1 limit :most"))
        .param("most", COMPARED)
        .query(String.class)
        .list();
  }

  private List<String> keyNames(String prefix) {
    return seenKeys(
            """
            select :prefix || case when p.name = :default then k.name
              else p.name || '/' || k.name end
            from virtual_keys k join projects p on p.id = k.project_id
            where p.organization_id = :organization and %s and k.status <> 'revoked'
            order by k.id desc limit :most
            """)
        .param("prefix", prefix)
        .param("default", Tenants.DEFAULT_PROJECT)
        .param("most", COMPARED)
        .query(String.class)
        .list();
  }

  /**
   * Other people's personal keys only for who may know of them.
   *
   * @param sql of keys {@code k} in projects {@code p}, with a place for one more condition
   */
  private JdbcClient.StatementSpec seenKeys(String sql) {
    Grants.Where others = Acting.where(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL);
    return seen(jdbc.sql(sql.formatted(KEY_SEEN)))
        .param("others", others.everywhere())
        .param("user", Acting.actor().map(Actor::id).orElse(""));
  }

  static Problem unreachable(String field, String what, String expected) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "unreachable_limit",
        "No call would ever match this limit: " + what + ".",
        List.of(new Problem.Field(field, expected)));
  }

  private static String after(String prefix, String text) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String word(Scope scope) {
    return switch (scope) {
      case GROUP_MEMBER -> Scope.TEAM.word();
      case END_USER -> "key or project";
      default -> scope.word();
    };
  }
}
