package dev.serai.limits;

import java.util.Locale;

/** Whose use a limit counts, in the order in which a call takes from its limits. */
public enum Scope {
  ORGANIZATION,
  TEAM,
  PROJECT,
  USER,
  /** Each member of the group has a quota of its own. */
  GROUP_MEMBER,
  KEY,
  SESSION,
  /** Each end user of a key or project has a quota of its own. */
  END_USER;

  /** As in files, the API and error bodies. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
