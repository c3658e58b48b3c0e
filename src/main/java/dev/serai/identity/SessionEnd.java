package dev.serai.identity;

import java.util.Locale;

/** Why a session ended: the words of {@code sessions.ended_by}. */
public enum SessionEnd {
  /** By its user or an administrator. */
  REVOKED("was revoked"),
  /** Its user signed out of Keycloak, or was signed out there. */
  SIGNED_OUT("ended with its sign-in, which was signed out"),
  /** Its user was disabled or deleted in Keycloak. */
  LEFT("ended when its user was disabled or deleted"),
  /** Keycloak ended the sign-in for its age. */
  EXPIRED("ended with its sign-in, which expired"),
  /** An administrator deleted the project that it was in the name of. */
  PROJECT_DELETED("ended with its project, which was deleted"),
  /** It was made for so long. */
  DURATION("reached the end of its time");

  private final String what;

  SessionEnd(String what) {
    this.what = what;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a session came to, as the end of a sentence. */
  String what() {
    return what;
  }

  /** A word that a newer version has written is taken for a revocation. */
  static SessionEnd of(String text) {
    for (SessionEnd end : values()) if (end.text().equals(text)) return end;
    return REVOKED;
  }
}
