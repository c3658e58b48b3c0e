package dev.serai.cli.signin;

import java.util.List;

/** Why nobody is signed in, and what to do about it. Holds nothing secret. */
public final class SignInFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> advice;
  private final boolean over;

  private SignInFailure(boolean over, String message, String... advice) {
    super(message, null, false, false);
    this.over = over;
    this.advice = List.of(advice);
  }

  /** It may work when it is tried again. */
  static SignInFailure of(String message, String... advice) {
    return new SignInFailure(false, message, advice);
  }

  /** Only a new sign-in helps. */
  static SignInFailure over(String message, String... advice) {
    return new SignInFailure(true, message, advice);
  }

  /** Whether only a new sign-in helps. */
  public boolean isOver() {
    return over;
  }

  /** The lines below the message. */
  public List<String> advice() {
    return advice;
  }
}
