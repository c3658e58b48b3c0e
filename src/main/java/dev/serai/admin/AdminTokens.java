package dev.serai.admin;

import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.call.KeyHash;
import dev.serai.call.RequestId;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.secrets.Pepper;
import dev.serai.secrets.RandomText;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tokens of whoever runs the gateway: the way in when there is no other. Stored as hashes, held in
 * memory, so the port answers while the database is away.
 */
@Component
public class AdminTokens implements ActorSource {
  /** Of the token that the first start makes and {@link #reset} replaces. */
  public static final String FIRST = "admin";

  private static final String PREFIX = "serai-admin-";

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final Pepper pepper;
  private final Installation installation;
  private final AuditTrail trail;
  private final boolean breakGlass;
  private volatile List<Known> known = List.of();
  private volatile String organization = "";

  AdminTokens(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Changes changes,
      Pepper pepper,
      Installation installation,
      AuditTrail trail,
      AdminSettings settings) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.changes = changes;
    this.pepper = pepper;
    this.installation = installation;
    this.trail = trail;
    this.breakGlass = settings.breakGlass();
    changes.onChange(this::refresh);
  }

  private record Known(String name, byte[] hash) {}

  /**
   * Makes a new token of that name, with its row in the audit log; one that was there before stops
   * working. In force on return, or on commit and refresh of the caller's transaction.
   *
   * @return shown to nobody else, and never again
   */
  public Secret reset(String name) {
    Secret token = Secret.of(PREFIX + RandomText.of(26));
    transactions.executeWithoutResult(
        _ -> {
          jdbc.sql(
                  """
                  insert into admin_tokens (id, name, hash, revision) values (?, ?, ?, ?)
                  on conflict (name) do update
                    set hash = excluded.hash, created_at = now(), revision = excluded.revision
                  """)
              .param(RequestId.next())
              .param(name)
              .param(pepper.hash(token.reveal()).bytes())
              .param(changes.bump())
              .update();
          trail.append(Entry.of("admin-token.reset", "admin-token", name));
        });
    if (!TransactionSynchronizationManager.isActualTransactionActive()) changes.refreshNow();
    return token;
  }

  @Override
  public Optional<Actor> actor(Secret bearer, String address) {
    Optional<Actor> actor =
        nameOf(bearer.reveal())
            .map(
                name ->
                    new Actor(Actor.Kind.BREAK_GLASS, name, name, "", everything(organization)));
    if (actor.isPresent() && !breakGlass)
      throw new Problem(
          HttpStatus.UNAUTHORIZED,
          "break_glass_off",
          "Admin tokens are turned off here (serai.admin.break-glass). Sign in, or use an API key.");
    return actor;
  }

  /** Whether whoever runs the gateway may do everything in that organization with a token. */
  public boolean opens(String organizationId) {
    return breakGlass && !known.isEmpty() && organization.equals(organizationId);
  }

  private static Grants everything(String organization) {
    return new Grants(
        organization, List.of(Grant.everywhere(organization, BuiltInRole.ADMIN.permissions())));
  }

  /** Name of the token. Takes the same time whether or not, and for which, it fits. */
  Optional<String> nameOf(CharSequence token) {
    KeyHash presented = pepper.hash(token);
    byte[] hash = presented.bytes();
    String found = null;
    for (Known candidate : known)
      if (MessageDigest.isEqual(candidate.hash(), hash)) found = candidate.name();
    return Optional.ofNullable(found);
  }

  private void refresh() {
    List<Known> all =
        jdbc.sql("select name, hash from admin_tokens")
            .query((row, _) -> new Known(row.getString(1), row.getBytes(2)))
            .list();
    if (!all.isEmpty()) organization = installation.organization();
    known = all;
  }
}
