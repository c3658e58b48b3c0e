package dev.serai.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A company's HTTP proxy that asks for a password: CONNECT, and requests with a whole URL. */
public final class ConnectProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String authorization;
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private ConnectProxy(ServerSocket server, String authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  public static ConnectProxy start(String user, String password) {
    try {
      String pair = user + ":" + password;
      ConnectProxy proxy =
          new ConnectProxy(
              new ServerSocket(0, 64, InetAddress.getLoopbackAddress()),
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Connections that were let through. */
  public int passed() {
    return passed.get();
  }

  /** Those without the password. */
  public int turnedAway() {
    return turnedAway.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        // the test is over
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      List<String> head = new ArrayList<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) head.add(line);
      if (head.stream().noneMatch(line -> authorized(line))) {
        turnedAway.incrementAndGet();
        write(
            socket.getOutputStream(),
            "HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm=\"p\"\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      passed.incrementAndGet();
      String[] first = head.getFirst().split(" ");
      if (first[0].equals("CONNECT")) tunnel(socket, in, first[1]);
      else forward(socket, in, head, first);
    } catch (IOException | RuntimeException broken) {
      // either side left
    } finally {
      sockets.remove(socket);
    }
  }

  private boolean authorized(String line) {
    return line.regionMatches(true, 0, "proxy-authorization:", 0, 20)
        && line.substring(20).strip().equals(authorization);
  }

  private void tunnel(Socket socket, InputStream in, String target) throws IOException {
    int colon = target.lastIndexOf(':');
    try (Socket onward =
        new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
      sockets.add(onward);
      write(socket.getOutputStream(), "HTTP/1.1 200 Connected\r\n\r\n");
      pump(socket, in, onward);
      sockets.remove(onward);
    }
  }

  private void forward(Socket socket, InputStream in, List<String> head, String[] first)
      throws IOException {
    URI uri = URI.create(first[1]);
    try (Socket onward = new Socket(uri.getHost(), uri.getPort())) {
      sockets.add(onward);
      StringBuilder text =
          new StringBuilder(first[0] + " " + uri.getRawPath() + " " + first[2] + "\r\n");
      head.stream()
          .skip(1)
          .filter(line -> !line.regionMatches(true, 0, "proxy-", 0, 6))
          .forEach(line -> text.append(line).append("\r\n"));
      write(onward.getOutputStream(), text.append("\r\n").toString());
      pump(socket, in, onward);
      sockets.remove(onward);
    }
  }

  private static void pump(Socket socket, InputStream in, Socket onward) throws IOException {
    Thread back =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    onward.getInputStream().transferTo(socket.getOutputStream());
                    socket.close();
                  } catch (IOException left) {
                    // the other direction ends with it
                  }
                });
    try {
      in.transferTo(onward.getOutputStream());
    } finally {
      onward.close();
      back.interrupt();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read())
      if (c != '\r') line.append((char) c);
    return line.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
