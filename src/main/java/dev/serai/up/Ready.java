package dev.serai.up;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Waits until the gateway itself says that it may be sent traffic. */
final class Ready {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private Ready() {}

  static void await(Ports ports, Stop stop) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    String answer = "";
    while (System.nanoTime() < end && !stop.asked()) {
      answer = ask(ports.gatewayUrl() + "/readyz");
      if (answer.equals("200")) return;
      stop.pause(Duration.ofMillis(50));
    }
    if (stop.asked()) return;
    throw Problem.failed(
        "the gateway is not ready after " + AT_MOST.toSeconds() + " s: /readyz says " + answer);
  }

  private static String ask(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(10_000);
      try {
        return String.valueOf(connection.getResponseCode());
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
