package dev.serai.up;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Where we listen, and whether with TLS. */
record Ports(String bind, int gateway, int admin, boolean tls) {
  /** Checks that both can be had, before anything is started; 0 takes any free one. */
  static Ports claim(String bind, int gateway, int admin, boolean tls) {
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw Problem.usage("--bind " + bind + " is not an address of this machine");
    }
    try (ServerSocket first = listen("--port", address, gateway);
        ServerSocket second = listen("--admin-port", address, admin)) {
      return new Ports(bind, first.getLocalPort(), second.getLocalPort(), tls);
    } catch (IOException e) {
      throw Problem.failed("cannot close a socket: " + e.getMessage(), e);
    }
  }

  /** Fails when something listens on that port of this machine. */
  static void free(String option, int port) {
    try (ServerSocket probe = listen(option, InetAddress.getByName("127.0.0.1"), port)) {
      probe.getLocalPort();
    } catch (IOException e) {
      throw Problem.failed("cannot try port " + port + ": " + e.getMessage(), e);
    }
  }

  private static ServerSocket listen(String option, InetAddress address, int port)
      throws IOException {
    if (port < 0 || port > 65535) {
      throw Problem.usage(option + " " + port + " is not a port (expected: 0 to 65535)");
    }
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return socket;
    } catch (BindException e) {
      socket.close();
      throw port > 0 && port < 1024 && String.valueOf(e.getMessage()).contains("ermission")
          ? Problem.failed("port " + port + " is only for root; choose another " + option)
          : Problem.failed(sentence(option, address, port, e), e);
    }
  }

  private static String sentence(String option, InetAddress address, int port, BindException e) {
    return String.valueOf(e.getMessage()).contains("assign")
        ? "--bind " + address.getHostAddress() + " is not an address of this machine"
        : "port " + port + " is taken: stop what listens there, or choose another " + option;
  }

  String gatewayUrl() {
    return scheme() + host() + ":" + gateway;
  }

  String adminUrl() {
    return scheme() + host() + ":" + admin;
  }

  private String scheme() {
    return tls ? "https://" : "http://";
  }

  /** What a client on this machine dials; 0.0.0.0 is not an address to dial. */
  private String host() {
    if (bind.equals("0.0.0.0") || bind.equals("::")) return "127.0.0.1";
    return bind.contains(":") ? "[" + bind + "]" : bind;
  }
}
