package dev.serai.usage;

/** What usage is summed up by. The word is the API's and the CLI's. */
enum UsageBy {
  MODEL("coalesce(nullif(r.model, ''), r.requested_model)", ""),
  KEY("coalesce(n.name, r.key_id)", "left join virtual_keys n on n.id = r.key_id"),
  PROJECT("coalesce(n.name, r.project_id)", "left join projects n on n.id = r.project_id"),
  USER("coalesce(n.name, r.principal_id)", "left join principals n on n.id = r.principal_id"),
  PROVIDER("r.provider", "");

  /** SQL of the name shown. */
  final String label;

  final String join;

  UsageBy(String label, String join) {
    this.label = label;
    this.join = join;
  }
}
