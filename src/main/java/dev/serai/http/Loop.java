package dev.serai.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What one event loop owns: its clients towards providers, so that both sockets of a call share a
 * thread, and its deadlines.
 */
record Loop(Vertx vertx, Clients clients, Deadlines deadlines) {
  private static final String KEY = "serai.loop";

  /** Makes the loop of the current context and leaves it there. */
  static Loop open(Vertx vertx, Context context, Clients clients) {
    Loop loop = new Loop(vertx, clients, new Deadlines(vertx));
    context.put(KEY, loop);
    return loop;
  }

  /**
   * @throws IllegalStateException off the gateway's event loops
   */
  static Loop current() {
    Context context = Vertx.currentContext();
    Loop loop = context == null ? null : context.get(KEY);
    if (loop == null) throw new IllegalStateException("not on an event loop of the gateway");
    return loop;
  }
}
