package dev.serai.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** An answer that may take as long as it likes, but for the time between two of its pieces. */
final class Patience extends FilterInputStream {
  private final long nanos;
  private final Thread watch;
  private volatile long lastPiece = System.nanoTime();
  private volatile boolean ended;

  Patience(InputStream body, Duration silence) {
    super(body);
    this.nanos = silence.toNanos();
    this.watch = Thread.ofVirtual().name("serai-patience").start(this::watch);
  }

  private void watch() {
    try {
      while (!ended) {
        long left = nanos - (System.nanoTime() - lastPiece);
        if (left <= 0) {
          in.close(); // whoever reads gets an error
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException e) {
      // it has been closed
    }
  }

  @Override
  public int read() throws IOException {
    return seen(super.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return seen(super.read(bytes, offset, length));
  }

  private int seen(int result) {
    lastPiece = System.nanoTime();
    return result;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    watch.interrupt();
    super.close();
  }
}
