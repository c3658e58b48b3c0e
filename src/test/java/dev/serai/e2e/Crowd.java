package dev.serai.e2e;

import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask a gateway again and again, each for itself, until it is gone or they are told to
 * stop. They note every call whose reply they have to its last byte.
 */
final class Crowd {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** In a prompt: asks the provider for a reply that a gateway does not hold back whole. */
  static final String LARGE = "at length";

  private static final int TICKS_PER_SECOND = 100;

  private final String url;
  private final Map<String, Integer> got = new ConcurrentHashMap<>();
  private final Semaphore tickets = new Semaphore(0);
  private final boolean paced;
  private final CountDownLatch enough;
  private final AtomicInteger cut = new AtomicInteger();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();
  private volatile boolean over;

  private Crowd(String url, boolean paced, int enough) {
    this.url = url;
    this.paced = paced;
    this.enough = new CountDownLatch(enough);
  }

  /**
   * As fast as the gateway answers.
   *
   * @param enough replies for {@link #awaitEnough}
   */
  static Crowd fast(String url, int clients, int enough) {
    Crowd crowd = new Crowd(url, false, enough);
    crowd.start(clients);
    return crowd;
  }

  /** So many calls a second. */
  static Crowd paced(String url, int clients, int perSecond, int enough) {
    Crowd crowd = new Crowd(url, true, enough);
    crowd.clock.scheduleAtFixedRate(
        () -> crowd.tickets.release(perSecond / TICKS_PER_SECOND),
        0,
        1000 / TICKS_PER_SECOND,
        TimeUnit.MILLISECONDS);
    crowd.start(clients);
    return crowd;
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      int first = i;
      clients.execute(() -> ask(first));
    }
  }

  private void ask(int first) {
    try {
      for (int i = first; !over; i++) {
        if (paced) tickets.acquire();
        HttpResponse<byte[]> response =
            http.send(request(i), HttpResponse.BodyHandlers.ofByteArray());
        got.put(
            response.headers().firstValue("x-serai-request-id").orElse("none: " + i),
            response.statusCode());
        enough.countDown();
      }
    } catch (IOException e) {
      cut.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(int i) {
    Dialects dialect = Dialects.values()[i % 4];
    boolean stream = i / 4 % 3 == 0;
    String prompt = i / 4 % 3 == 1 ? LARGE : "hello";
    return HttpRequest.newBuilder(URI.create(url + dialect.path("m", stream)))
        .timeout(DEADLINE)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + GatewayUnderTest.KEY)
        .POST(HttpRequest.BodyPublishers.ofString(dialect.request("m", prompt, stream)))
        .build();
  }

  /** Returns when as many replies are here as were said to be enough. */
  void awaitEnough() throws InterruptedException {
    if (!enough.await(DEADLINE.toSeconds() * 10, TimeUnit.SECONDS))
      throw new AssertionError(
          "missing: " + enough.getCount() + " replies, got " + got.size() + ", cut " + cut);
  }

  /** Calls that broke off. */
  int cut() {
    return cut.get();
  }

  /** Request id and status of every reply that came to its end. After {@link #stop}. */
  Map<String, Integer> got() {
    return got;
  }

  /** Each of them has its last reply first, if the gateway still gives one. */
  Crowd stop() throws InterruptedException {
    over = true;
    clock.shutdownNow();
    tickets.release(10_000);
    clients.shutdown();
    if (!clients.awaitTermination(DEADLINE.toSeconds() * 2, TimeUnit.SECONDS))
      throw new AssertionError("clients still wait for a reply");
    http.close();
    return this;
  }
}
