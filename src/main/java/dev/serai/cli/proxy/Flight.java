package dev.serai.cli.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request on its way to the gateway and back, to be called off when the agent leaves. */
final class Flight implements Wire.Watcher {
  /** Above the gateway's own longest silence: it is the one to say that a model is too slow. */
  static final Duration SILENCE = Duration.ofMinutes(16);

  private final Duration silence;
  private @Nullable CompletableFuture<HttpResponse<InputStream>> asked; // with the lock
  private @Nullable InputStream body; // with the lock
  private @Nullable AtomicBoolean watch; // with the lock
  private volatile boolean over;
  private volatile long lastPiece = System.nanoTime();

  /**
   * @param silence after which the gateway is given up
   */
  Flight(Duration silence) {
    this.silence = silence;
  }

  /** Nothing came back, for as long as one waits. */
  static final class Silent extends IOException {}

  /** From now on the client is looked after. */
  void watch(Wire wire) {
    AtomicBoolean started = wire.watch(this);
    synchronized (this) {
      watch = started;
      if (over) started.set(true);
    }
  }

  boolean over() {
    return over;
  }

  void piece() {
    lastPiece = System.nanoTime();
  }

  /**
   * The reply's head, its body to come.
   *
   * @throws IOException the connection's, or when the client has left
   */
  HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> future)
      throws IOException {
    synchronized (this) {
      asked = future;
      if (over) future.cancel(true);
    }
    try {
      HttpResponse<InputStream> response = future.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      piece();
      synchronized (this) {
        body = response.body();
        if (over) response.body().close();
      }
      return response;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) throw failed;
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new Silent();
    } catch (java.util.concurrent.CancellationException e) {
      throw new IOException("nothing came back", e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void left() {
    end();
  }

  @Override
  public void stillThere() {
    if (System.nanoTime() - lastPiece > silence.toNanos()) end();
  }

  /** Lets go of the gateway; after a reply that has been read it changes nothing. */
  void end() {
    synchronized (this) {
      over = true;
      if (watch != null) watch.set(true);
      if (asked != null) asked.cancel(true);
      try {
        if (body != null) body.close();
      } catch (IOException e) {
        // it is let go of either way
      }
    }
  }
}
