package dev.serai.cli.proxy;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Renews a token that was refused, once for all requests that carried it. */
final class Tokens {
  /** A gateway whose clock is wrong refuses every token; that must not wear out Keycloak. */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Upstream upstream;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable String refused; // the newest that was renewed; this and the rest: with the lock
  private @Nullable RuntimeException failure;
  private long renewedAt;

  Tokens(Upstream upstream) {
    this.upstream = upstream;
  }

  String current() {
    return upstream.token().get();
  }

  /**
   * Another token than the one that the gateway called expired; the same when there is no other.
   * Blocks while another thread renews.
   */
  String insteadOf(String expired) {
    lock.lock();
    try {
      boolean recent = refused != null && System.nanoTime() - renewedAt < APART.toNanos();
      if (recent && failure != null) throw failure;
      String now = current();
      if (!now.equals(expired) || recent) return now;
      return renewed(expired);
    } finally {
      lock.unlock();
    }
  }

  private String renewed(String expired) {
    refused = expired;
    failure = null;
    try {
      return upstream.renew().apply(expired);
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      renewedAt = System.nanoTime();
    }
  }
}
