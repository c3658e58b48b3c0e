package dev.serai.http;

import dev.serai.dialects.ReplyReader;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Lets the reader see what a provider compressed although it was asked not to. The client gets the
 * compressed bytes; this only watches, and what it cannot read it leaves alone. Its native memory
 * goes with it.
 */
final class Unzip {
  /** RFC 1952, 2.3: ten bytes, then what the flags announce. */
  private static final int GZIP_HEAD = 10;

  /** Names and comments in the head are read over, but not without end. */
  private static final int LONGEST_HEAD = 64 * 1024;

  /** A megabyte can unfold to a thousand of them, and the event loop would read them all. */
  private static final long MOST = 64 * 1024 * 1024;

  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final boolean gzip;
  private final Inflater inflater;
  private final byte[] plain = new byte[8192];
  private byte[] head = new byte[0];
  private boolean begun;
  private boolean over;
  private boolean closed;
  private boolean unreadable;
  private boolean damaged;
  private long unfolded;

  private Unzip(boolean gzip) {
    this.gzip = gzip;
    this.begun = !gzip;
    this.inflater = new Inflater(gzip);
  }

  /** Null when the encoding is not known here. */
  static @Nullable Unzip of(String encoding) {
    return switch (encoding.toLowerCase(java.util.Locale.ROOT).strip()) {
      case "gzip", "x-gzip" -> new Unzip(true);
      case "deflate" -> new Unzip(false);
      default -> null;
    };
  }

  /** It is not what it says, or more than anybody would read. */
  boolean unreadable() {
    return unreadable;
  }

  /**
   * It says gzip and is none, so that nobody can read it. Of deflate there are two kinds, one of
   * which is only {@link #unreadable} here.
   */
  boolean damaged() {
    return damaged;
  }

  /** What has come is whole, or cannot be told. */
  boolean whole() {
    return over || unreadable;
  }

  void read(byte[] bytes, ReplyReader reader) {
    if (closed) return;
    byte[] body = begun ? bytes : begin(bytes);
    if (body.length > 0) inflate(body, reader);
    if (over || unreadable) close();
  }

  /**
   * Gives its memory back, which lies outside the heap; nothing is read any more. What is known of
   * what was read stays so.
   */
  void close() {
    closed = true;
    inflater.end();
  }

  private void inflate(byte[] body, ReplyReader reader) {
    inflater.setInput(body);
    try {
      for (int n = inflater.inflate(plain); n > 0; n = inflater.inflate(plain)) {
        reader.read(plain, 0, n);
        unfolded += n;
        if (unfolded > MOST) {
          unreadable = true;
          return;
        }
      }
    } catch (DataFormatException e) {
      unreadable = true;
      damaged = gzip;
    }
    over = inflater.finished(); // what follows is a checksum
  }

  /** What stands behind gzip's own head, as soon as that is whole. */
  private byte[] begin(byte[] bytes) {
    if (bytes.length == 0) return bytes;
    byte[] all = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    head = all;
    if (all[0] != 0x1f || all.length > 1 && all[1] != (byte) 0x8b) {
      unreadable = true;
      damaged = true;
      return new byte[0];
    }
    int at = behindHead(all);
    if (at < 0 || at > all.length) {
      unreadable = all.length > LONGEST_HEAD;
      return new byte[0];
    }
    begun = true;
    head = new byte[0];
    return java.util.Arrays.copyOfRange(all, at, all.length);
  }

  private static int behindHead(byte[] all) {
    if (all.length < GZIP_HEAD + 2) return -1;
    int flags = all[3];
    int at = GZIP_HEAD;
    if ((flags & EXTRA) != 0) at += 2 + (all[at] & 0xff) + ((all[at + 1] & 0xff) << 8);
    if ((flags & NAME) != 0) at = behindZero(all, at);
    if ((flags & COMMENT) != 0 && at >= 0) at = behindZero(all, at);
    return at < 0 ? -1 : (flags & 2) != 0 ? at + 2 : at;
  }

  private static int behindZero(byte[] all, int from) {
    for (int i = from; i < all.length; i++) if (all[i] == 0) return i + 1;
    return -1;
  }
}
