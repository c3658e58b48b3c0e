package dev.serai.identity;

import dev.serai.call.Caller;

/** What a session has from where it is: the groups of its user and the routing policy. */
interface Inheritance {
  /** From memory. */
  Caller caller(OpenSession session);
}
