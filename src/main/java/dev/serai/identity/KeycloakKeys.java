package dev.serai.identity;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keycloak's public keys, in memory: fetched at start, every minute, and when somebody asks for
 * news, which is done at most once a second and one at a time. While Keycloak is away the last good
 * ones stay.
 */
final class KeycloakKeys implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeycloakKeys.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration APART = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final long LONGEST = 1 << 20;

  /** How long one that has not answered yet may still be starting beside this gateway. */
  private static final Duration STARTING = Duration.ofMinutes(2);

  private final TokenSettings settings;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(DEADLINE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serai-keycloak-keys").factory());

  private volatile PublicKeys keys = PublicKeys.NONE;
  private volatile boolean answering;

  /** Guarded by this: who waits for the fetch that runs, and for the one after it. */
  private @Nullable CompletableFuture<Boolean> running;

  private @Nullable CompletableFuture<Boolean> next;
  private long began = System.nanoTime() - APART.toNanos();
  private boolean warned;
  private final long since = System.nanoTime();

  KeycloakKeys(TokenSettings settings) {
    this.settings = settings;
  }

  /** Returns at once; the keys come later. */
  void start() {
    if (settings.present()) turn();
  }

  PublicKeys current() {
    return keys;
  }

  /** Whether Keycloak answered when it was asked last. */
  boolean answering() {
    return answering;
  }

  /**
   * Asks Keycloak.
   *
   * @return completes, never with a failure, when an answer to a question that was asked after this
   *     call is in force or is not to be had; before any key was read, to a question under way
   */
  synchronized CompletionStage<Boolean> news() {
    if (running != null && keys.isEmpty()) return running;
    if (next == null) {
      next = new CompletableFuture<>();
      if (running == null) schedule();
    }
    return next;
  }

  /** With the lock: begins the next fetch as soon as the last one is a second ago. */
  private void schedule() {
    long wait = Math.max(0, began + APART.toNanos() - System.nanoTime());
    timer.schedule(this::fetch, wait, TimeUnit.NANOSECONDS);
  }

  /** The round that goes on for ever. */
  private void turn() {
    news().thenAccept(good -> timer.schedule(this::turn, pause(good), TimeUnit.MILLISECONDS));
  }

  private static long pause(boolean good) {
    return (good ? EVERY : RETRY).toMillis();
  }

  private void fetch() {
    synchronized (this) {
      if (running != null || next == null) return;
      running = next;
      next = null;
      began = System.nanoTime();
    }
    HttpRequest request =
        HttpRequest.newBuilder(settings.keysUrl()).timeout(DEADLINE).GET().build();
    http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST))
        .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(this::take)
        .thenAccept(this::done);
  }

  private boolean take(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    if (response == null) return failed(String.valueOf(rootOf(failure)));
    if (response.statusCode() != 200) return failed("status " + response.statusCode());
    try {
      if (!keys.readFrom(response.body())) {
        PublicKeys read = PublicKeys.parse(response.body());
        if (read.isEmpty()) return failed("no key that is good for signatures");
        keys = read;
      }
    } catch (ParseException | RuntimeException _) {
      return failed("the answer is no set of keys");
    }
    answering = true;
    if (warned) log.info("Keycloak's keys are read again");
    warned = false;
    return true;
  }

  private boolean failed(String cause) {
    answering = false;
    if (keys.isEmpty() && System.nanoTime() - since < STARTING.toNanos()) return false;
    if (!warned)
      log.atWarn()
          .addKeyValue("url", settings.keysUrl())
          .addKeyValue("cause", cause)
          .log("Keycloak's keys were not read; the last good ones stay");
    warned = true;
    return false;
  }

  private void done(boolean good) {
    CompletableFuture<Boolean> ended;
    synchronized (this) {
      ended = running;
      running = null;
      if (next != null) schedule();
    }
    if (ended != null) ended.complete(good);
  }

  private static @Nullable Throwable rootOf(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) root = root.getCause();
    return root;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.shutdownNow();
  }
}
