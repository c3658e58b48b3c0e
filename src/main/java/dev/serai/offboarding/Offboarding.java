package dev.serai.offboarding;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.keys.KeyEnds;
import dev.serai.offboarding.News.Told;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes true here what is true of a user in Keycloak, one transaction each. All of it may be done
 * twice. Throws {@link dev.serai.keycloak.KeycloakUnavailable} before anything is changed.
 */
final class Offboarding {
  private static final Logger log = LoggerFactory.getLogger(Offboarding.class);

  /** How far Keycloak's clock and ours may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final Acting.Origin KEYCLOAK = new Acting.Origin("keycloak", "");

  private final KeycloakDirectory keycloak;
  private final Users users;
  private final KeyEnds keys;
  private final SignOuts signOuts;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final AuditTrail trail;
  private final InstantSource clock;
  private final Ends ends;

  Offboarding(
      KeycloakDirectory keycloak,
      Users users,
      KeyEnds keys,
      SignOuts signOuts,
      TransactionTemplate transactions,
      Changes changes,
      AuditTrail trail,
      InstantSource clock,
      Ends ends) {
    this.keycloak = keycloak;
    this.users = users;
    this.keys = keys;
    this.signOuts = signOuts;
    this.transactions = transactions;
    this.changes = changes;
    this.trail = trail;
    this.clock = clock;
    this.ends = ends;
  }

  /** Is told what was ended, for the meters. */
  @FunctionalInterface
  interface Ends {
    void count(SessionEnd why);
  }

  /** Somebody who is not in the realm any more, or disabled there, since then. */
  record Gone(User user, Instant at) {}

  /**
   * Whether the user has to leave, after events that say so.
   *
   * @return empty for one who is there, maybe again
   */
  Optional<Gone> gone(User user, Told told) {
    Instant asked = clock.instant();
    Optional<KeycloakDirectory.User> now = keycloak.user(user.subject());
    boolean there = now.isPresent() ? now.get().enabled() : !told.deleted() && !realmAnswers();
    return there
        ? Optional.empty()
        : Optional.of(new Gone(user, told.disabled() == null ? asked : told.disabled()));
  }

  /**
   * All of them in one transaction, for every commit has each replica read what has changed.
   *
   * @throws RuntimeException when one of them cannot leave: then nobody has
   */
  void leave(List<Gone> all) {
    transactions.executeWithoutResult(
        _ -> {
          changes.bump();
          for (Gone each : all) act(each.user(), () -> users.leave(each.user().id(), each.at()));
        });
    for (Gone _ : all) ends.count(SessionEnd.LEFT);
  }

  /** After events about the user. */
  void apply(User user, Told told) {
    if (user.status() == User.Status.LEFT) return; // is back with the next sign-in, if at all
    Instant asked = clock.instant();
    Optional<KeycloakDirectory.User> now = keycloak.user(user.subject());
    if (now.isEmpty() && !told.deleted() && !realmAnswers()) return;
    if (now.isEmpty() || !now.get().enabled()) {
      leave(user, told.disabled() == null ? asked : told.disabled());
      return;
    }
    if (told.disabled() != null) leftForAWhile(user, told.disabled());
    if (told.signedOut() != null) signedOut(user, told.signedOut());
    if (!told.sids().isEmpty()) end(user, told.sids(), SessionEnd.SIGNED_OUT);
    refresh(user, now.get(), told.latest().isAfter(asked) ? told.latest() : asked);
  }

  /** Without an event: whether the user is still there, and in the same teams. */
  void look(User user) {
    apply(user, new Told());
  }

  /** Whether the user is still there. */
  void lookForLeaver(User user) {
    Optional<KeycloakDirectory.User> now = keycloak.user(user.subject());
    if (now.isPresent() ? !now.get().enabled() : realmAnswers()) leave(user, clock.instant());
  }

  /** Ends those of the sign-ins that Keycloak does not know any more. */
  void endUnknown(User user, Collection<String> open, SessionEnd why) {
    Set<String> live =
        keycloak.sessions(user.subject()).stream()
            .map(KeycloakDirectory.Session::sid)
            .collect(Collectors.toSet());
    List<String> gone = open.stream().filter(sid -> !live.contains(sid)).toList();
    if (!gone.isEmpty()) end(user, gone, why);
  }

  void end(User user, Collection<String> sids, SessionEnd why) {
    write(user, revision -> told(user, signOuts.ofSignIns(user.id(), sids, why, revision), why));
  }

  private void leave(User user, Instant at) {
    write(user, _ -> users.leave(user.id(), at));
    ends.count(SessionEnd.LEFT);
  }

  /** Is back, but what there was before is dead for good. */
  private void leftForAWhile(User user, Instant at) {
    Instant known = user.notBefore();
    if (known != null && !known.isBefore(at.minusMillis(1))) return;
    Instant now = clock.instant();
    Instant until = at.plus(SKEW).isBefore(now) ? at.plus(SKEW) : now;
    write(
        user,
        revision -> {
          Ended ended =
              Ended.of(
                  keys.ofUser(user.id(), until, revision),
                  signOuts.ofUser(user.id(), SessionEnd.LEFT, until, revision));
          users.endTokens(user.id(), at, revision);
          trail.append(
              Entry.of("user.leave", "user", user.id())
                  .change(null, ended.told())
                  .with(Map.of("at", at.toString(), "returned", "true")));
        });
    ends.count(SessionEnd.LEFT);
  }

  private void signedOut(User user, Instant at) {
    Instant known = user.notBefore();
    if (known == null || known.isBefore(at.minusMillis(1)))
      write(user, revision -> users.endTokens(user.id(), at, revision));
    endUnknown(user, signOuts.open(user.id()), SessionEnd.SIGNED_OUT);
  }

  private void told(User user, SignOuts.Ended ended, SessionEnd why) {
    if (ended.nothing()) return;
    ends.count(why);
    trail.append(
        Entry.of("user.sign-out", "user", user.id())
            .change(null, Ended.of(List.of(), ended).told())
            .with(Map.of("why", why.text())));
  }

  private void refresh(User user, KeycloakDirectory.User now, Instant at) {
    SignedUser said =
        new SignedUser(
            now.subject(),
            now.username(),
            now.email(),
            now.organization(),
            keycloak.groups(now.subject()),
            keycloak.realmRoles(now.subject()),
            at);
    try {
      act(user, () -> users.signed(said));
    } catch (Problem e) {
      log.atWarn()
          .addKeyValue("user", user.id())
          .addKeyValue("code", e.code())
          .log("what Keycloak says of a user cannot be taken over");
    }
  }

  /** A user who is not found in a realm that is not there has not left. */
  private boolean realmAnswers() {
    return !keycloak.users(0, 1).isEmpty();
  }

  private void write(User user, LongConsumer change) {
    act(
        user,
        () -> {
          transactions.executeWithoutResult(_ -> change.accept(changes.bump()));
          return true;
        });
  }

  private static <T extends @Nullable Object> T act(
      User user, ScopedValue.CallableOp<T, RuntimeException> work) {
    return Acting.as(Actor.keycloak(user.organizationId()), KEYCLOAK, work);
  }
}
