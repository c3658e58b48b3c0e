package dev.serai.limits;

import dev.serai.call.Caller;
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

  /** Ids of the targets of this scope that a caller belongs to; empty ones never match. */
  String[] targets(Caller caller) {
    return switch (this) {
      case ORGANIZATION -> new String[] {caller.organization()};
      case TEAM -> new String[] {caller.team()};
      case PROJECT -> new String[] {caller.project()};
      case USER -> new String[] {caller.principal()};
      case GROUP_MEMBER -> caller.groups().toArray(String[]::new);
      case KEY -> new String[] {caller.key()};
      case SESSION -> new String[] {caller.session()};
      case END_USER -> new String[] {caller.project(), caller.key()};
    };
  }
}
