package dev.serai.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands that people run most, against an admin API of its own that knows nothing, and
 * shows nobody what they say: the JVM looks on, and keeps the classes that it prepared meanwhile.
 * Not for users; {@code launch.sh} and the installation start it.
 */
final class Exercise {
  private static final byte[] ANSWER =
      "{\"items\":[{\"id\":\"1\",\"name\":\"n\",\"startedAt\":\"2026-01-01T00:00:00Z\"}],\"name\":\"n\"}"
          .getBytes(StandardCharsets.UTF_8);

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("help"),
          List.of("version"),
          List.of("version", "--json"),
          List.of("session", "list"),
          List.of("session", "list", "--json"),
          List.of("key", "list"),
          List.of("limit", "list"),
          List.of("usage"),
          List.of("whoami"),
          List.of("status"),
          List.of("statusline"),
          List.of("statusline", "--json"),
          List.of("login", "--help"),
          List.of("claude", "--print-config"),
          List.of("codex", "--print-config"),
          List.of("no-such-command"));

  private Exercise() {}

  public static void main(String[] args) throws IOException {
    HttpServer admin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    admin.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    admin.start();
    String url = "http://127.0.0.1:" + admin.getAddress().getPort();
    Map<String, String> env =
        Map.of(
            "SERAI_ADMIN_URL",
            url,
            "SERAI_URL",
            url,
            "SERAI_ADMIN_TOKEN",
            "none",
            "SERAI_KEY",
            "none",
            StatuslineCommand.URL,
            url,
            "HOME",
            "/nonexistent",
            "PATH",
            "");
    for (String ttys : List.of("", "12")) {
      for (List<String> command : COMMANDS)
        Main.run(nobody(ttys, env), env, command.toArray(String[]::new));
    }
    System.exit(0);
  }

  private static Terminal nobody(String ttys, Map<String, String> env) {
    PrintWriter none = new PrintWriter(Writer.nullWriter());
    return new Terminal(none, none, new BufferedReader(new StringReader("{}")), ttys, 80, env);
  }
}
