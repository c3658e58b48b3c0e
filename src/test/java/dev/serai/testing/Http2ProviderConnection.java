package dev.serai.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link Http2Provider}: reads frames, keeps account of windows. */
final class Http2ProviderConnection {
  private static final int PREFACE = 24;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END = 1;
  private static final int END_HEADERS = 4;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final Socket socket;
  private final int number;
  private final @Nullable Gate beforeSettings;
  private final Consumer<Http2Exchange> arrived;
  private final Consumer<Http2ProviderConnection> gone;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition updated = lock.newCondition();

  /** Guarded by lock, as all below; by stream, 0 is the connection's. */
  private final Map<Integer, Long> windows = new HashMap<>();

  private long initialWindow = 65_535;

  Http2ProviderConnection(
      Socket socket,
      int number,
      @Nullable Gate beforeSettings,
      Consumer<Http2Exchange> arrived,
      Consumer<Http2ProviderConnection> gone) {
    this.socket = socket;
    this.number = number;
    this.beforeSettings = beforeSettings;
    this.arrived = arrived;
    this.gone = gone;
    windows.put(0, 65_535L);
  }

  void start() {
    Thread.ofVirtual().name("http2-provider-" + number).start(this::serve);
  }

  int number() {
    return number;
  }

  private void serve() {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readNBytes(PREFACE);
      if (beforeSettings != null) beforeSettings.await();
      frame(SETTINGS, 0, 0, new byte[0]);
      for (int first = in.read(); first >= 0; first = in.read()) {
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        read(type, flags, stream, in.readNBytes(length));
      }
    } catch (IOException closed) {
      // by either side
    } finally {
      gone.accept(this);
    }
  }

  private void read(int type, int flags, int stream, byte[] payload) throws IOException {
    switch (type) {
      case SETTINGS -> {
        if ((flags & END) != 0) return;
        settings(ByteBuffer.wrap(payload));
        frame(SETTINGS, END, 0, new byte[0]); // the same bit: acknowledged
      }
      case PING -> {
        if ((flags & END) == 0) frame(PING, END, 0, payload);
      }
      case WINDOW_UPDATE -> grow(stream, ByteBuffer.wrap(payload).getInt());
      case HEADERS, DATA -> {
        if ((flags & END) != 0) arrived.accept(new Http2Exchange(this, stream));
      }
      default -> {}
    }
  }

  private void settings(ByteBuffer settings) {
    while (settings.remaining() >= 6)
      if (settings.getShort() == INITIAL_WINDOW_SIZE) {
        lock.lock();
        initialWindow = settings.getInt();
        lock.unlock();
      } else {
        settings.getInt();
      }
  }

  private void grow(int stream, int by) {
    lock.lock();
    windows.put(stream, window(stream) + by);
    updated.signalAll();
    lock.unlock();
  }

  private long window(int stream) {
    return windows.getOrDefault(stream, initialWindow);
  }

  /** Whether both windows have room for so many bytes, or have within that time. */
  boolean roomy(int stream, int bytes, long millis) throws IOException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (Math.min(window(0), window(stream)) < bytes) {
        if (left <= 0) return false;
        left = updated.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      lock.unlock();
    }
  }

  boolean data(int stream, byte[] bytes, int from, int length, boolean end, long millis)
      throws IOException {
    if (!roomy(stream, length, millis)) return false;
    grow(0, -length);
    grow(stream, -length);
    byte[] payload = new byte[length];
    System.arraycopy(bytes, from, payload, 0, length);
    frame(DATA, end ? END : 0, stream, payload);
    return true;
  }

  void head(int stream, int status, String contentType) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String text :
        new String[] {":status", Integer.toString(status), "content-type", contentType}) {
      if (text.equals(":status") || text.equals("content-type")) block.write(0);
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  void reset(int stream, int code) throws IOException {
    frame(RESET, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
  }

  void goAway(int lastStream) throws IOException {
    frame(GO_AWAY, 0, 0, ByteBuffer.allocate(8).putInt(lastStream).putInt(0).array());
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    byte[] frame =
        ByteBuffer.allocate(9 + payload.length)
            .putInt(payload.length << 8 | type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array();
    lock.lock();
    try {
      socket.getOutputStream().write(frame);
    } finally {
      lock.unlock();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed by now
    }
  }
}
