package dev.serai.usage;

import java.util.Locale;

/**
 * What usage is summed up by, and what it may be narrowed to. The word is the API's and the CLI's.
 */
enum UsageBy {
  /** What a provider was asked for; what the client asked for where it came to none. */
  MODEL("r.model", ""),
  KEY("r.key_id", "virtual_keys"),
  PROJECT("r.project_id", "projects"),
  USER("r.principal_id", "principals"),
  PROVIDER("r.provider", ""),
  TEAM("r.team_id", "teams"),
  SESSION("r.session_id", ""),
  TOOL("r.client_tool", ""),
  ORGANIZATION("r.organization_id", "organizations");

  /** SQL of what is grouped by. */
  final String id;

  /** SQL of the name that people know it by. */
  final String label;

  /** SQL that brings the name in. A name alone would not do: it is unique in its parent only. */
  final String join;

  /** SQL that holds for what the parameter names, by id or name. */
  final String condition;

  UsageBy(String id, String names) {
    this.id = id;
    label = names.isEmpty() ? id : "coalesce(n.name, " + id + ")";
    join = names.isEmpty() ? "" : "left join " + names + " n on n.id = " + id;
    condition =
        names.isEmpty()
            ? id + " = :" + word()
            : "%1$s in (select :%2$s union all select id from %3$s where name = :%2$s)"
                .formatted(id, word(), names);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
