package dev.serai.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port in front of Keycloak that remembers every token that is issued through it. */
final class TokenTap implements AutoCloseable {
  private static final Pattern ISSUED =
      Pattern.compile(
          "\"(access_token|refresh_token|id_token|device_code)\"\\s*:\\s*\"([^\"]{20,})\"");

  private final ServerSocket listener;
  private final int to;
  private final Set<String> issued = ConcurrentHashMap.newKeySet();
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TokenTap(ServerSocket listener, int to) {
    this.listener = listener;
    this.to = to;
  }

  /** Before a port of this machine. */
  static TokenTap before(int port) {
    try {
      TokenTap tap = new TokenTap(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port);
      Thread.ofVirtual().start(tap::accept);
      return tap;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** All of them since the beginning. */
  Set<String> issued() {
    return Set.copyOf(issued);
  }

  /** As Keycloak calls them: access_token and so on. */
  Set<String> kinds() {
    return Set.copyOf(kinds);
  }

  @Override
  public void close() {
    close(listener);
    open.forEach(TokenTap::close);
  }

  private void accept() {
    try {
      while (true) join(listener.accept());
    } catch (IOException e) {
      // closed
    }
  }

  private void join(Socket client) {
    open.add(client);
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
      open.add(server);
      Thread.ofVirtual().start(() -> pump(client, server, false));
      Thread.ofVirtual().start(() -> pump(server, client, true));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers) {
          seen.write(buffer, 0, n);
          remember(seen);
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // one of the two has gone
    } finally {
      close(from);
      close(to);
    }
  }

  /** Before it is passed on, so that nobody has a token that is not known here. */
  private void remember(ByteArrayOutputStream seen) {
    Matcher found = ISSUED.matcher(seen.toString(StandardCharsets.ISO_8859_1));
    while (found.find()) {
      kinds.add(found.group(1));
      issued.add(found.group(2));
    }
    if (seen.size() > 1 << 20) seen.reset();
  }

  private static void close(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      // it is gone
    }
  }
}
