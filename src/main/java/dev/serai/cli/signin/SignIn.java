package dev.serai.cli.signin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody signed in: an access token in memory, refreshed ahead of its end and at once when the
 * machine has slept, by one request at a time. The refresh token is in a {@link TokenStore}; each
 * new one takes the place of the old.
 */
public final class SignIn implements AccessToken, AutoCloseable {
  private static final Duration AHEAD = Duration.ofMinutes(1);
  private static final Duration WELL_AHEAD = Duration.ofSeconds(100);
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration JUMP = Duration.ofSeconds(10);
  private static final Duration USABLE = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Realm realm;
  private volatile TokenStore store;
  private final Wire wire;
  private final Time time;

  private volatile @Nullable Held held;
  private volatile @Nullable SignInFailure ended;
  private @Nullable CompletableFuture<String> running; // with the lock

  /** A refresh token that the store did not take; empty when there is none. */
  private volatile String unsaved = "";

  /** An access token, and when it was asked for. */
  private record Held(String token, Duration life, Time.Mark since) {
    Duration left(Time time) {
      return life.minus(time.since(since));
    }

    /** Not within {@code ahead} of its end, or half its life where that is less. */
    boolean fresh(Time time, Duration ahead) {
      Duration half = life.dividedBy(2);
      Duration margin = half.compareTo(ahead) < 0 ? half : ahead;
      return left(time).compareTo(margin) >= 0 && time.jumped(since).compareTo(JUMP) < 0;
    }
  }

  /** One whose refresh token is in the store. */
  SignIn(Realm realm, TokenStore store, Wire wire, Time time) {
    this.realm = realm;
    this.store = store;
    this.wire = wire;
    this.time = time;
  }

  /** One that has just begun, in memory. */
  static SignIn begun(Realm realm, Tokens tokens, Wire wire, Time time) {
    SignIn signIn = new SignIn(realm, new MemoryStore(), wire, time);
    signIn.take(tokens);
    return signIn;
  }

  /**
   * From now on its refresh token is there.
   *
   * @throws SignInFailure when it cannot be; nothing has changed then
   */
  void keep(TokenStore other) {
    try (TokenStore.Lock _ = other.lock()) {
      other.save(newest().orElseThrow(SignIn::signedOut));
      store = other;
    }
  }

  /** Whether that refresh token's end would be the end of this as well. */
  boolean sharesSession(String refresh) {
    try {
      String session = Tokens.session(refresh);
      return !session.isEmpty()
          && newest().map(Tokens::session).filter(session::equals).isPresent();
    } catch (SignInFailure e) {
      return true;
    }
  }

  public Realm realm() {
    return realm;
  }

  @Override
  public String get() {
    return get(AHEAD);
  }

  @Override
  public String insteadOf(String refused) {
    synchronized (this) {
      Held now = held;
      if (now != null && now.token().equals(refused)) held = null;
    }
    return get();
  }

  /**
   * Refreshes from now on also when nobody asks, so that nobody waits, and so that the sign-in does
   * not end of idleness. Ends with {@link #close} or with the sign-in.
   */
  public void keepFresh() {
    Thread.ofVirtual().name("serai-sign-in").start(this::stayFresh);
  }

  /** Returns when the sign-in has ended. */
  void stayFresh() {
    while (ended == null) {
      try {
        time.pause(LOOK);
        if (ended == null) get(WELL_AHEAD);
      } catch (SignInFailure e) {
        if (e.isOver()) return; // else: whoever needs a token will be told
      } catch (RuntimeException e) {
        // the same: a fault of a moment must not end what lasts for hours
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private String get(Duration ahead) {
    CompletableFuture<String> refresh;
    synchronized (this) {
      if (ended != null) throw ended;
      Held now = held;
      if (now != null && now.fresh(time, ahead)) return now.token();
      if (running == null) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        running = mine;
        Thread.ofVirtual().name("serai-refresh").start(() -> refresh(mine));
      }
      refresh = running;
    }
    return outcome(refresh);
  }

  private static String outcome(CompletableFuture<String> refresh) {
    try {
      return refresh.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SignInFailure failure) throw failure;
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw SignInFailure.of("the sign-in was not refreshed in time", "Keycloak does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    }
  }

  private void refresh(CompletableFuture<String> result) {
    @Nullable String token = null;
    Throwable failure = new IllegalStateException("not refreshed");
    try {
      token = refreshed();
    } catch (SignInFailure e) {
      failure = e;
      if (e.isOver()) ended = e;
      else token = stillUsable();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      synchronized (this) {
        running = null;
      }
      if (token == null) result.completeExceptionally(failure);
      else result.complete(token);
    }
  }

  private String refreshed() {
    try (TokenStore.Lock _ = store.lock()) {
      Time.Mark asked = Time.Mark.of(time);
      String refresh = newest().orElseThrow(SignIn::signedOut);
      Wire.Answer answer =
          wire.post(
              realm.tokenEndpoint(),
              Map.of(
                  "grant_type",
                  "refresh_token",
                  "client_id",
                  realm.clientId(),
                  "refresh_token",
                  refresh));
      if (!answer.good()) throw refused(answer);
      return take(Tokens.of(answer.body(), asked));
    }
  }

  private String take(Tokens tokens) {
    held = new Held(tokens.access(), tokens.life(), tokens.asked());
    if (!tokens.refresh().isEmpty()) unsaved = tokens.refresh();
    try {
      save();
    } catch (SignInFailure e) {
      // a keyring that is locked for a while: the next refresh, or the end, tries it again
    }
    return tokens.access();
  }

  /** The newest refresh token goes where the next command finds it. */
  private void save() {
    String newest = unsaved;
    if (newest.isEmpty()) return;
    store.save(newest);
    unsaved = "";
  }

  /** The token that is to be used next, with the lock. */
  private Optional<String> newest() {
    return unsaved.isEmpty() ? store.load() : Optional.of(unsaved);
  }

  private void forgetAsWell() {
    unsaved = "";
    try {
      store.forget();
    } catch (SignInFailure e) {
      // it is of no use to anybody
    }
  }

  private SignInFailure refused(Wire.Answer answer) {
    if (!answer.error().equals("invalid_grant")) // a wrong set-up passes as well
    return SignInFailure.of("Keycloak does not refresh the sign-in now", answer.told());
    forgetAsWell();
    return SignInFailure.over(
        "the sign-in has ended", "Keycloak says: " + answer.told(), "try: serai login");
  }

  private static SignInFailure signedOut() {
    return SignInFailure.over("not signed in any more", "try: serai login");
  }

  /** Null when there is none: a Keycloak that is away for a moment disturbs nobody. */
  private @Nullable String stillUsable() {
    Held now = held;
    if (now == null || now.left(time).compareTo(USABLE) <= 0) return null;
    return time.jumped(now.since()).compareTo(JUMP) < 0 ? now.token() : null;
  }

  /**
   * Ends it at Keycloak (RFC 7009) and forgets it.
   *
   * @throws SignInFailure when Keycloak was not told, or it could not be forgotten
   */
  public void revoke() {
    ended = signedOut();
    held = null;
    try (TokenStore.Lock _ = store.lock()) {
      Optional<String> refresh;
      try {
        refresh = newest();
      } finally {
        unsaved = "";
        store.forget();
      }
      end(
          realm,
          wire,
          refresh.orElseThrow(
              () ->
                  SignInFailure.of(
                      "the sign-in was not revoked at Keycloak",
                      "its refresh token is not where it was kept")));
    }
  }

  /**
   * @throws SignInFailure when Keycloak was not told
   */
  static void end(Realm realm, Wire wire, String refresh) {
    Wire.Answer answer =
        wire.post(
            realm.revocationEndpoint(), Map.of("client_id", realm.clientId(), "token", refresh));
    if (!answer.good()) throw SignInFailure.of("Keycloak did not end the sign-in", answer.told());
  }

  /** Revokes it where only this process has it; one that is kept goes on for the next command. */
  @Override
  public void close() {
    try {
      if (store instanceof MemoryStore) revoke();
      else letGo();
    } catch (SignInFailure e) {
      // Keycloak ends it by itself when it was idle for long enough
    }
  }

  private void letGo() {
    ended = signedOut();
    held = null;
    if (unsaved.isEmpty()) return;
    try (TokenStore.Lock _ = store.lock()) {
      save();
    }
  }
}
