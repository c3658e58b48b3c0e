package dev.serai.offboarding;

import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.identity.SessionEnd;
import dev.serai.identity.SignOuts;
import dev.serai.keys.KeyEnds;
import dev.serai.tenants.Departure;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Ends keys, sessions and sign-ins of a user who leaves, and writes down which. */
@Component
final class Departed implements Departure {
  /** Later than anything that was made: nothing survives, whatever the clocks say. */
  static final Instant ALL = Instant.parse("9999-01-01T00:00:00Z");

  private final KeyEnds keys;
  private final SignOuts signOuts;
  private final ObjectProvider<Users> users;
  private final AuditTrail trail;

  Departed(KeyEnds keys, SignOuts signOuts, ObjectProvider<Users> users, AuditTrail trail) {
    this.keys = keys;
    this.signOuts = signOuts;
    this.users = users;
    this.trail = trail;
  }

  @Override
  public void left(String principalId, Instant at, long revision) {
    Ended ended =
        Ended.of(
            keys.ofUser(principalId, ALL, revision),
            signOuts.ofUser(principalId, SessionEnd.LEFT, ALL, revision));
    User user = users.getObject().of(principalId).orElseThrow();
    trail.append(
        Entry.of("user.leave", "user", principalId)
            .change(null, ended.told())
            .with(Map.of("at", at.truncatedTo(ChronoUnit.MILLIS).toString()))
            .by(Actor.keycloak(user.organizationId())));
  }
}
