package dev.serai.cli.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of one agent's connection, one reader at a time. While nobody reads, {@link #watch}
 * does: that is how a client that leaves is seen though nothing is written to it.
 */
final class Wire {
  /** How long a watch that is called off may still hold what comes next. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private final ReentrantLock filling = new ReentrantLock();
  private int from;
  private int to;
  private boolean ended;
  private long deadline;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** From now on a read that lasts beyond this throws {@link SocketTimeoutException}. */
  void within(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  /**
   * Waits for the first byte of what comes next.
   *
   * @return false at the end of the connection
   */
  boolean ready() throws IOException {
    filling.lock(); // a watch that is still on hands over what it found
    try {
      return from < to || fill();
    } finally {
      filling.unlock();
    }
  }

  /** The next byte; -1 at the end. */
  int read() throws IOException {
    return from < to || fill() ? buffer[from++] & 0xff : -1;
  }

  /** As {@link InputStream#read(byte[], int, int)}: what is there, at least one byte. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) return 0;
    if (from == to && !fill()) return -1;
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, bytes, offset, count);
    from += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (ended) return false;
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) throw new SocketTimeoutException("the client was too slow");
    return fill(left);
  }

  private boolean fill(long millis) throws IOException {
    socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
    int count = in.read(buffer);
    from = 0;
    to = Math.max(count, 0);
    ended = count < 0;
    return !ended;
  }

  /** What a watch tells. */
  interface Watcher {
    /** Once, when the client has left. */
    void left();

    /** Every second. */
    void stillThere();
  }

  /**
   * Looks after the client in a thread of its own until the watch is called off. What the client
   * sends ahead is kept; beyond what fits, its end is not seen.
   *
   * @return set it to call the watch off
   */
  AtomicBoolean watch(Watcher watcher) {
    AtomicBoolean off = new AtomicBoolean();
    Thread.ofVirtual().name("serai-proxy-watch").start(() -> watch(watcher, off));
    return off;
  }

  private void watch(Watcher watcher, AtomicBoolean off) {
    while (!off.get()) {
      if (!look(off)) {
        watcher.left();
        return;
      }
      watcher.stillThere();
    }
  }

  /** False when the client has left. */
  private boolean look(AtomicBoolean off) {
    filling.lock();
    try {
      if (ended) return false;
      if (from == to) from = to = 0;
      if (to < buffer.length) return off.get() || more();
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      ended = true;
      return false;
    } finally {
      filling.unlock();
    }
    LockSupport.parkNanos(LOOK.toNanos());
    return true;
  }

  /** Behind what is there already. */
  private boolean more() throws IOException {
    socket.setSoTimeout((int) LOOK.toMillis());
    int count = in.read(buffer, to, buffer.length - to);
    to += Math.max(count, 0);
    ended = count < 0;
    return !ended;
  }
}
