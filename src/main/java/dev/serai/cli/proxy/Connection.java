package dev.serai.cli.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An agent's connection: one request after the other, until either side has enough. */
final class Connection implements Runnable {
  private static final Duration HEAD = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final long LAST_BYTES = 64L * 1024 * 1024;

  private final Socket socket;
  private final Door door;
  private final Forward forward;
  private final Runnable onBearer;
  private final Runnable onRequest;

  /**
   * @param onBearer told with every request that has the bearer
   * @param onRequest told with every request that goes on
   */
  Connection(Socket socket, Door door, Forward forward, Runnable onBearer, Runnable onRequest) {
    this.onBearer = onBearer;
    this.socket = socket;
    this.door = door;
    this.forward = forward;
    this.onRequest = onRequest;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      Wire wire = new Wire(socket);
      OutputStream out = socket.getOutputStream();
      Duration patience = HEAD;
      while (true) {
        wire.within(patience);
        if (!wire.ready() || !next(wire, out)) break;
        patience = IDLE; // it has shown that it may be here, or next would not go on
      }
      linger();
    } catch (IOException e) {
      // the agent left or was too slow, or the reply broke off: closing says so
    }
  }

  /** False when it was the last request. */
  private boolean next(Wire wire, OutputStream out) throws IOException {
    Dialect dialect = Dialect.OPENAI;
    Reply reply = new Reply(out, false);
    try {
      wire.within(HEAD);
      RequestHead head = RequestHead.read(wire);
      reply = new Reply(out, head.method().equals("HEAD"));
      dialect = Dialect.of(head.target());
      return served(head, wire, reply);
    } catch (NotForwarded e) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("content-type", "application/json");
      headers.put("x-serai-proxy", e.code());
      if (!e.worthRetrying()) headers.put("x-should-retry", "false");
      headers.putAll(e.headers());
      reply.whole(e.status(), headers, dialect.error(e.status(), e.code(), e.sentence()), true);
      return false;
    }
  }

  private boolean served(RequestHead head, Wire wire, Reply reply)
      throws IOException, NotForwarded {
    door.checkOrigin(head.headers());
    Target target = Target.of(head.target());
    if (target.greeting(head.method()) && head.length() == 0) { // as the gateway does
      reply.whole(200, Map.of("content-type", "text/plain"), "ok\n", true);
      return false;
    }
    door.checkBearer(head.headers(), target);
    onBearer.run();
    if (head.method().equals("CONNECT") || head.method().equals("TRACE")) // would show the token
    throw new NotForwarded(405, "method_not_allowed", head.method() + " is not served here.");
    if (head.headers().says("upgrade", "websocket"))
      throw new NotForwarded(426, "upgrade_not_served", "WebSocket is not served here. Use HTTP.");
    target.check();
    onRequest.run();
    return forward.exchange(head, target, wire, reply);
  }

  /** Takes what the agent still sends, or it would lose the answer to the reset of its sending. */
  private void linger() throws IOException {
    socket.shutdownOutput();
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    byte[] unread = new byte[64 * 1024];
    InputStream in = socket.getInputStream();
    long left = LAST_BYTES;
    while (left > 0) {
      long millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
      if (millis <= 0) return;
      socket.setSoTimeout((int) millis);
      int count = in.read(unread);
      if (count < 0) return;
      left -= count;
    }
  }
}
