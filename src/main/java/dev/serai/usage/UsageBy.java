package dev.serai.usage;

/** What usage is summed up by. The word is the API's and the CLI's. */
enum UsageBy {
  /** What a provider was asked for; what the client asked for where it came to none. */
  MODEL("coalesce(nullif(r.model, ''), r.requested_model)", ""),
  KEY("r.key_id", "virtual_keys"),
  PROJECT("r.project_id", "projects"),
  USER("r.principal_id", "principals"),
  PROVIDER("r.provider", "");

  /** SQL of what is grouped by. */
  final String id;

  /** SQL of the name that people know it by. */
  final String label;

  /** SQL that brings the name in. A name alone would not do: it is unique in its parent only. */
  final String join;

  UsageBy(String id, String names) {
    this.id = id;
    label = names.isEmpty() ? id : "coalesce(n.name, " + id + ")";
    join = names.isEmpty() ? "" : "left join " + names + " n on n.id = " + id;
  }
}
