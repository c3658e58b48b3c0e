package dev.serai.identity;

import java.util.Locale;

/** Why a session ended: the words of {@code sessions.ended_by}. */
public enum SessionEnd {
  /** By its user or an administrator. */
  REVOKED("was revoked", Next.START_AGAIN),
  /** Its user signed out of Keycloak, or was signed out there. */
  SIGNED_OUT("ended with its sign-in, which was signed out", Next.SIGN_IN),
  /** Its user was disabled or deleted in Keycloak. */
  LEFT("ended when its user was disabled or deleted", Next.ASK),
  /** Keycloak ended the sign-in for its age. */
  EXPIRED("ended with its sign-in, which expired", Next.SIGN_IN),
  /** An administrator deleted the project that it was in the name of. */
  PROJECT_DELETED("ended with its project, which was deleted", Next.ASK),
  /** It was made for so long. */
  DURATION("reached the end of its time", Next.START_AGAIN);

  private final String what;
  private final String next;

  SessionEnd(String what, String next) {
    this.what = what;
    this.next = next;
  }

  private static final class Next {
    static final String START_AGAIN = "Start your tool again with serai claude and the like.";
    static final String SIGN_IN =
        "Run serai login, then start your tool again with serai claude and the like.";
    static final String ASK = "Ask your administrator.";
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a session came to, as the end of a sentence. */
  String what() {
    return what;
  }

  /** What its user can do now: a sentence. */
  String next() {
    return next;
  }

  /** A word that a newer version has written is taken for a revocation. */
  static SessionEnd of(String text) {
    for (SessionEnd end : values()) if (end.text().equals(text)) return end;
    return REVOKED;
  }
}
