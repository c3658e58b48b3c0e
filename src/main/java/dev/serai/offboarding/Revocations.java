package dev.serai.offboarding;

import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.database.Changes;
import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keycloak.KeycloakDirectory;
import dev.serai.keycloak.KeycloakUnavailable;
import dev.serai.keys.KeyEnds;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends all that works in the name of a user, or on one of his devices: in one transaction, in force
 * on this replica on return and on the others within a second, running streams included. Asks
 * nobody whether the actor may: the endpoints do.
 */
@Component
public final class Revocations {
  private static final Logger log = LoggerFactory.getLogger(Revocations.class);

  private final Users users;
  private final KeyEnds keys;
  private final SignOuts signOuts;
  private final KeycloakDirectory keycloak;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final AuditTrail trail;
  private final InstantSource clock;

  Revocations(
      Users users,
      KeyEnds keys,
      SignOuts signOuts,
      KeycloakDirectory keycloak,
      TransactionTemplate transactions,
      Changes changes,
      AuditTrail trail,
      ObjectProvider<InstantSource> clock) {
    this.users = users;
    this.keys = keys;
    this.signOuts = signOuts;
    this.keycloak = keycloak;
    this.transactions = transactions;
    this.changes = changes;
    this.trail = trail;
    this.clock = clock.getIfUnique(InstantSource::system);
  }

  /**
   * Keys, sessions, sign-ins, and every token that was issued until now. The user may sign in again
   * and make new ones. Keycloak is told to sign him out; when it cannot be, its tokens of the ended
   * sign-ins are refused all the same.
   */
  public Ended user(User user) {
    Ended ended =
        write(
            revision -> {
              Ended done =
                  Ended.of(
                      keys.ofUser(user.id(), Departed.ALL, revision),
                      signOuts.ofUser(user.id(), SessionEnd.REVOKED, Departed.ALL, revision));
              users.endTokens(user.id(), clock.instant(), revision);
              trail.append(Entry.of("user.revoke", "user", user.id()).change(null, done.told()));
              return done;
            });
    signOutOfKeycloak(user);
    return ended;
  }

  /**
   * Keys and sessions of one device. The sign-in goes on: it may be the one that asks for this, and
   * is not of a device.
   */
  public Ended device(User user, String device) {
    return write(
        revision -> {
          Ended done =
              new Ended(
                  keys.ofDevice(user.id(), device, revision),
                  signOuts.ofDevice(user.id(), device, SessionEnd.REVOKED, revision),
                  List.of());
          if (done.nothing()) return done;
          trail.append(
              Entry.of("device.revoke", "user", user.id())
                  .change(null, done.told())
                  .with(Map.of("device", device)));
          return done;
        });
  }

  private void signOutOfKeycloak(User user) {
    if (user.subject().isEmpty() || !keycloak.configured()) return;
    try {
      keycloak.logout(user.subject());
    } catch (KeycloakUnavailable e) {
      log.atWarn()
          .addKeyValue("user", user.id())
          .addKeyValue("cause", e.getMessage())
          .log("a user whose access was ended could not be signed out of Keycloak");
    }
  }

  private Ended write(LongFunction<Ended> change) {
    Ended ended = Objects.requireNonNull(transactions.execute(_ -> change.apply(changes.bump())));
    changes.refreshNow();
    return ended;
  }
}
