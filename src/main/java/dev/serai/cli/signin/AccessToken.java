package dev.serai.cli.signin;

/** The access token of somebody who signed in. */
public interface AccessToken {
  /**
   * One that is good for at least another minute, or half its life when that is shorter. Blocks
   * while it is refreshed, at most 30 s. Any thread.
   *
   * @throws SignInFailure when there is none to be had any more
   */
  String get();

  /**
   * As {@link #get}, and never this one: somebody refuses it though it should be good, because the
   * clocks differ. However many come with the same, one renewal is made.
   *
   * @throws SignInFailure when there is no other to be had
   */
  String insteadOf(String refused);
}
