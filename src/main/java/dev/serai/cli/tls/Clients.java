package dev.serai.cli.tls;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The HTTP clients of this process, to be closed before it ends. At its exit the JVM waits up to
 * 0.3 s for threads that are within a system call, as one of each client always is: more than most
 * commands take.
 */
public final class Clients {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final Set<HttpClient> open =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Clients() {}

  public static HttpClient open(HttpClient.Builder builder) {
    HttpClient client = builder.build();
    open.add(client);
    return client;
  }

  /** What is still asked is broken off. */
  public static void closeAll() {
    List<HttpClient> all = List.copyOf(open);
    all.forEach(HttpClient::shutdownNow);
    try {
      for (HttpClient client : all) client.awaitTermination(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
