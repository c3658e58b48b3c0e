package dev.serai.admin;

import dev.serai.access.Actor;

/**
 * Asks again whether a user's sign-in is open. It was when the request was let in, but may have
 * ended while the request waited for the change of somebody else.
 */
@FunctionalInterface
public interface OpenSignIn {
  /**
   * To be called before anything is made that works after the sign-in, in the transaction that
   * makes it and after the change counter was bumped: from there on nobody ends a sign-in.
   *
   * @throws Problem 401 when it has ended
   */
  void require(Actor user);
}
