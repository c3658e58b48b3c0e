package dev.serai.offboarding;

import dev.serai.database.Leadership;
import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.keycloak.KeycloakUnavailable;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Follows Keycloak, on the one replica that leads: every second its events, every minute a
 * comparison of all. While Keycloak does not answer nothing happens, and nobody is taken to have
 * left.
 */
final class KeycloakWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(KeycloakWatch.class);
  private static final Duration STARTING = Duration.ofMinutes(2);

  /** What else there is to ask gets so much time between two looks at the events. */
  private static final Duration SLICE = Duration.ofMillis(500);

  /** Leavers of one transaction. */
  private static final int TOGETHER = 100;

  private final KeycloakDirectory keycloak;
  private final Users users;
  private final SignOuts signOuts;
  private final Offboarding offboarding;
  private final EventReader events;
  private final OneByOne each;
  private final Leadership leadership;
  private final WatchSettings settings;
  private volatile boolean running;
  private volatile boolean leads;
  private volatile boolean away;
  private volatile boolean failing;
  private @Nullable Thread thread;

  /** Of the one thread, as everything below. */
  private @Nullable Sweep sweep;

  private long sweptAt;
  private final long since = System.nanoTime();
  private boolean answered;
  private boolean told;

  private final Stale stale = new Stale();

  KeycloakWatch(
      KeycloakDirectory keycloak,
      Users users,
      SignOuts signOuts,
      Offboarding offboarding,
      EventReader events,
      Leadership leadership,
      WatchSettings settings) {
    this.keycloak = keycloak;
    this.users = users;
    this.signOuts = signOuts;
    this.offboarding = offboarding;
    this.events = events;
    this.each = new OneByOne(() -> keycloak.users(0, 1));
    this.leadership = leadership;
    this.settings = settings;
  }

  /** Whether this replica is the one. */
  boolean leads() {
    return leads;
  }

  /** Whether Keycloak did not answer the last time. */
  boolean away() {
    return away;
  }

  @Override
  public void start() {
    if (running || !keycloak.configured()) return;
    running = true;
    thread = Thread.ofPlatform().daemon().name("serai-keycloak").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    Thread stopping = thread;
    thread = null;
    if (stopping == null) return;
    stopping.interrupt();
    try {
      stopping.join(Duration.ofSeconds(6));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      while (running) {
        turn();
        Thread.sleep(settings.poll());
      }
    } catch (InterruptedException _) {
      log.debug("stopped");
    } finally {
      leads = false;
      leadership.close();
    }
  }

  /** One that has not answered yet may be starting beside this gateway. */
  private boolean starting() {
    return !answered && System.nanoTime() - since < STARTING.toNanos();
  }

  private void turn() {
    try {
      boolean led = leads;
      leads = leadership.held();
      if (!leads) return;
      if (!led) begin();
      followAndSweep();
      if (told) log.info("Keycloak answers again");
      told = false;
      away = false;
      answered = true;
      failing = false;
    } catch (KeycloakUnavailable e) {
      away = true;
      if (told || !running || starting()) return;
      told = true;
      log.atWarn()
          .addKeyValue("cause", e.getMessage())
          .log("Keycloak does not answer: what it does not tell stays as it is until it does");
    } catch (RuntimeException e) {
      if (!failing && running)
        log.atWarn().setCause(e).log("Keycloak is not followed, tried again");
      failing = true;
    }
  }

  /** What happened while nobody followed may have been forgotten by Keycloak meanwhile. */
  private void begin() {
    try {
      events.begin();
      sweep = null;
      sweptAt = 0;
      stale.clear();
      stale.add(Sweep.active(users));
    } catch (RuntimeException e) {
      leads = false;
      throw e;
    }
  }

  /** Events that cannot be had, or not be dealt with, are no reason not to compare. */
  private void followAndSweep() {
    RuntimeException failure = null;
    try {
      follow();
    } catch (RuntimeException e) {
      failure = e;
    }
    sweepOn();
    if (failure != null) throw failure;
  }

  private void follow() {
    EventReader.Batch batch = events.read();
    News news = batch.news();
    Set<String> passedOver = leave(news);
    news.bySubject()
        .forEach(
            (subject, told) -> {
              if (!passedOver.contains(subject))
                users
                    .ofSubject(subject)
                    .ifPresent(user -> each.work(user, () -> offboarding.apply(user, told)));
            });
    for (String sid : news.sids())
      signOuts
          .userOf(sid)
          .flatMap(users::of)
          .ifPresent(
              user ->
                  each.work(
                      user, () -> offboarding.end(user, List.of(sid), SessionEnd.SIGNED_OUT)));
    if (news.roles()) restate(true);
    else if (news.groups()) restate(false);
    events.dealtWith(batch);
  }

  /**
   * First of all, and together; one who cannot leave is tried again by himself.
   *
   * @return subjects of those who were passed over
   */
  private Set<String> leave(News news) {
    Set<String> passedOver = new HashSet<>();
    List<Offboarding.Gone> gone = new ArrayList<>();
    for (Map.Entry<String, News.Told> entry : news.bySubject().entrySet()) {
      if (entry.getValue().disabled() == null) continue;
      Optional<User> active =
          users.ofSubject(entry.getKey()).filter(user -> user.status() == User.Status.ACTIVE);
      if (active.isEmpty()) continue;
      User user = active.get();
      boolean asked =
          each.work(user, () -> offboarding.gone(user, entry.getValue()).ifPresent(gone::add));
      if (!asked) passedOver.add(entry.getKey());
      if (gone.size() == TOGETHER) leave(gone);
    }
    if (!gone.isEmpty()) leave(gone);
    return passedOver;
  }

  private void leave(List<Offboarding.Gone> gone) {
    try {
      offboarding.leave(gone);
    } catch (DataAccessException | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("leavers are dealt with one by one");
    }
    gone.clear();
  }

  private void restate(boolean all) {
    stale.add(Sweep.active(users).stream().filter(user -> all || !user.teams().isEmpty()).toList());
  }

  private void sweepOn() {
    long end = System.nanoTime() + SLICE.toNanos();
    User next = stale.first();
    while (next != null && running && System.nanoTime() < end) {
      users.of(next.id()).ifPresent(user -> each.work(user, () -> offboarding.look(user)));
      stale.done(next);
      next = stale.first();
    }
    if (sweep == null
        && (sweptAt == 0 || System.nanoTime() - sweptAt >= settings.sweep().toNanos())) {
      sweep = new Sweep(keycloak, users, signOuts, offboarding, each);
      sweptAt = System.nanoTime();
    }
    Sweep current = sweep;
    if (current == null) return;
    do {
      if (!current.step()) {
        sweep = null;
        return;
      }
    } while (running && System.nanoTime() < end);
  }
}
