package dev.serai.http;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a reply's bytes come in: whether Vert.x hands them over or keeps them, and what it still has
 * of them when their stream is closed. On the call's event loop.
 */
final class Inflow {
  private final HttpClientResponse response;
  private final Loop loop;
  private final Consumer<String> broken;

  /** Vert.x keeps what comes. */
  private boolean stopped;

  /** Why nothing more comes behind what Vert.x has kept. */
  private @Nullable String closed;

  /**
   * @param broken told why it broke off; also after its end, and more than once
   */
  Inflow(HttpClientResponse response, Loop loop, Consumer<String> broken) {
    this.response = response;
    this.loop = loop;
    this.broken = broken;
    response.exceptionHandler(this::gone);
  }

  void stop() {
    stopped = true;
    response.pause();
  }

  void start() {
    stopped = false;
    response.resume();
    if (closed != null) readOut(closed);
  }

  /**
   * When one side has said that it goes away, Vert.x tells of every HTTP/2 stream that closes, also
   * of one that has ended, and before it hands over what it has kept of it.
   */
  private void gone(Throwable cause) {
    String reason = cause.getClass().getSimpleName();
    if (cause instanceof HttpClosedException away && away.goAway() != null) {
      closed = reason;
      readOut(reason);
    } else {
      broken.accept(reason);
    }
  }

  /**
   * Vert.x hands over on this loop too, and before this: unless the end was there, it is broken.
   */
  private void readOut(String reason) {
    loop.vertx()
        .runOnContext(
            read -> {
              if (!stopped) broken.accept(reason);
            });
  }
}
