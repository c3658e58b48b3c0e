package dev.serai.tenants;

import dev.serai.access.AuditTrail;
import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who Keycloak's subjects are here. Asks the database: for the admin port and sign-ins, not for
 * calls.
 */
@Component
public class Users {
  private static final Logger log = LoggerFactory.getLogger(Users.class);

  private final UserRows rows;
  private final Tenants tenants;
  private final Claims claims;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final ObjectProvider<Departure> departures;

  Users(
      JdbcClient jdbc,
      Tenants tenants,
      TransactionTemplate transactions,
      Changes changes,
      AuditTrail trail,
      TenantRules rules,
      ObjectProvider<Departure> departures) {
    this.rows = new UserRows(jdbc);
    this.tenants = tenants;
    this.claims = new Claims(rows, new GroupTeams(jdbc), rules, trail);
    this.transactions = transactions;
    this.changes = changes;
    this.departures = departures;
  }

  /**
   * The user of the subject, as the claims say: made when new, changed where they differ, active
   * again after having left. What is older than what was said before, or than their leaving,
   * changes nothing. In force on this replica on return.
   *
   * @return may be somebody who left: then the claims are from before
   * @throws Problem 403 when the claimed organization does not exist
   */
  public User signed(SignedUser claimed) {
    SignedUser signed = claimed.inMicros();
    Tenants.Organization organization = organization(signed.organization());
    Optional<UserRows.Row> known = rows.bySubject(signed.subject());
    if (known.isPresent()) {
      UserRows.Row row = known.get();
      if (row.outdates(signed.issuedAt())) return row.user();
      if (claims.saidBy(row, organization.id(), signed)) {
        if (!signed.issuedAt().equals(row.seenAt())) rows.seen(row.user().id(), signed.issuedAt());
        return row.user();
      }
    }
    return write(revision -> accept(organization.id(), signed, revision));
  }

  /** Empty for a service account, too. */
  public Optional<User> of(String principalId) {
    return rows.byId(principalId).map(UserRows.Row::user);
  }

  public Optional<User> ofSubject(String subject) {
    return rows.bySubject(subject).map(UserRows.Row::user);
  }

  /** Whoever asks has to be allowed to see them. */
  public List<User> list(UserQuery query) {
    return rows.list(query);
  }

  /**
   * They left: tokens issued until then open nothing any more, they are in no team, and every
   * {@link Departure} ends what is theirs. Writes nothing to the audit log.
   *
   * @return false when they had left by then already
   */
  public boolean leave(String principalId, Instant at) {
    return write(revision -> depart(principalId, at.truncatedTo(ChronoUnit.MICROS), revision));
  }

  /**
   * Tokens issued until then open nothing any more; they themselves stay. In the caller's
   * transaction.
   */
  public void endTokens(String principalId, Instant until, long revision) {
    rows.endTokens(principalId, until.truncatedTo(ChronoUnit.MICROS), revision);
  }

  /** Holds the change counter: no other sign-in is in between. */
  private User accept(String organization, SignedUser signed, long revision) {
    Optional<UserRows.Row> known = rows.bySubject(signed.subject());
    if (known.isPresent()) {
      UserRows.Row row = known.get();
      if (row.outdates(signed.issuedAt()) || claims.saidBy(row, organization, signed))
        return row.user();
      if (row.user().organizationId().equals(organization))
        return claims.update(row.user(), signed, revision);
      depart(row.user().id(), signed.issuedAt(), revision);
      rows.forgetSubject(row.user().id());
    }
    return claims.add(organization, signed, revision);
  }

  private boolean depart(String principalId, Instant at, long revision) {
    if (!rows.leave(principalId, at, revision)) return false;
    rows.setTeams(principalId, List.of());
    departures.orderedStream().forEach(departure -> departure.left(principalId, at, revision));
    return true;
  }

  private Tenants.Organization organization(String name) {
    if (name.isBlank()) return tenants.ofInstallation();
    return tenants
        .findOrganization(name.strip())
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.FORBIDDEN,
                    "organization_unknown",
                    "Your account belongs to the organization '"
                        + name.strip()
                        + "', which does not exist here. Ask your administrator to create it, or to"
                        + " correct the account."));
  }

  @FunctionalInterface
  private interface Change<T> {
    T made(long revision);
  }

  private <T> T write(Change<T> change) {
    boolean inner = TransactionSynchronizationManager.isActualTransactionActive();
    T result = Objects.requireNonNull(transactions.execute(_ -> change.made(changes.bump())));
    if (inner) return result;
    try {
      changes.refreshNow();
    } catch (Changes.NotYetVisible _) {
      log.warn("a user was changed, not yet visible");
    }
    return result;
  }
}
