package dev.serai.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of this machine behind which a server can be taken away and put back, without stopping the
 * server. Cut, it refuses connections as a server that does not run.
 */
public final class PortSwitch implements AutoCloseable {
  private final int to;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket listener;

  /** To a port on 127.0.0.1; connected at first. */
  public PortSwitch(int to) {
    this.to = to;
    listener = listen(0);
    port = listener.getLocalPort();
    accept(listener);
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends all connections and refuses new ones. */
  public void cut() {
    close(listener);
    open.forEach(PortSwitch::close);
  }

  public void connect() {
    if (!listener.isClosed()) return;
    listener = listen(port);
    accept(listener);
  }

  @Override
  public void close() {
    cut();
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) join(from.accept());
              } catch (IOException e) {
                // cut
              }
            });
  }

  private void join(Socket client) {
    open.add(client);
    try {
      Socket server = new Socket("127.0.0.1", to);
      open.add(server);
      Thread.ofVirtual().start(() -> pump(client, server));
      Thread.ofVirtual().start(() -> pump(server, client));
      if (listener.isClosed()) open.forEach(PortSwitch::close);
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // one of the two has gone
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      // it is gone
    }
  }
}
