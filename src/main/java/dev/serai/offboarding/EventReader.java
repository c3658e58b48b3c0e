package dev.serai.offboarding;

import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.keycloak.KeycloakDirectory.AdminEvent;
import dev.serai.keycloak.KeycloakDirectory.UserEvent;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads Keycloak's events from where the replica before stopped. Some are stored a little after
 * their time, so a while is read again and again, and what was dealt with is known by its id. Of
 * one thread.
 */
final class EventReader {
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  /** Without events the reading goes on from so long ago, however far the clocks are apart. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int PAGE = 200;

  /** Of one reading; more are left for the next. */
  private static final int MOST = 20_000;

  private final KeycloakDirectory keycloak;
  private final JdbcClient jdbc;
  private final String realm;
  private final InstantSource clock;

  /** When those happened that were dealt with, by id; none before the overlap. */
  private final Map<String, Instant> dealtWith = new HashMap<>();

  private Instant until = Instant.EPOCH;

  EventReader(KeycloakDirectory keycloak, JdbcClient jdbc, String realm, InstantSource clock) {
    this.keycloak = keycloak;
    this.jdbc = jdbc;
    this.realm = realm;
    this.clock = clock;
  }

  /**
   * @param read events of it, by id
   */
  record Batch(News news, Map<String, Instant> read, Instant until) {}

  /** To be called by a replica that has just begun to read: another one may have read further. */
  void begin() {
    dealtWith.clear();
    until =
        jdbc.sql("select read_until from keycloak_events where realm = ?")
            .param(realm)
            .query(Timestamp.class)
            .optional()
            .map(Timestamp::toInstant)
            .orElseGet(() -> clock.instant().minus(SILENCE));
  }

  /** What has not been dealt with, and is not until {@link #dealtWith}. */
  Batch read() {
    Instant now = clock.instant();
    Instant since = until.minus(OVERLAP);
    Map<String, Instant> read = new HashMap<>();
    News news = new News();
    Instant admin =
        pages(
            first -> keycloak.adminEvents(since, first, PAGE),
            AdminEvent::time,
            event -> {
              if (isNew(event.id(), event.time(), read)) news.add(event);
            });
    Instant user =
        pages(
            first -> keycloak.userEvents(since, News.TYPES, first, PAGE),
            UserEvent::time,
            event -> {
              if (isNew(event.id(), event.time(), read)) news.add(event);
            });
    Instant latest = read.values().stream().max(Instant::compareTo).orElse(until);
    if (read.isEmpty() && until.isBefore(now.minus(SILENCE))) latest = now.minus(SILENCE);
    for (Instant end : List.of(admin, user)) if (end.isBefore(latest)) latest = end;
    return new Batch(news, read, latest.isAfter(until) ? latest : until);
  }

  private boolean isNew(String id, Instant time, Map<String, Instant> read) {
    return !dealtWith.containsKey(id) && read.putIfAbsent(id, time) == null;
  }

  void dealtWith(Batch batch) {
    if (batch.read().isEmpty() && batch.until().equals(until)) return;
    jdbc.sql(
            """
            insert into keycloak_events (realm, read_until) values (:realm, :until)
            on conflict (realm) do update
              set read_until = greatest(keycloak_events.read_until, excluded.read_until)
            """)
        .param("realm", realm)
        .param("until", Timestamp.from(batch.until()))
        .update();
    until = batch.until();
    dealtWith.putAll(batch.read());
    Instant forgotten = until.minus(OVERLAP);
    dealtWith.values().removeIf(time -> time.isBefore(forgotten));
  }

  /**
   * @return time of the last one when there may be more, else as late as can be
   */
  private static <T> Instant pages(
      IntFunction<List<T>> page, Function<T, Instant> time, Consumer<T> each) {
    Instant last = Instant.MAX;
    for (int first = 0; first < MOST; first += PAGE) {
      List<T> events = page.apply(first);
      events.forEach(each);
      if (events.size() < PAGE) return Instant.MAX;
      last = time.apply(events.getLast());
    }
    return last;
  }
}
