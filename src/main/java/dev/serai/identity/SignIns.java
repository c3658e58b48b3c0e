package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Grants;
import dev.serai.admin.OpenSignIn;
import dev.serai.admin.Problem;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Sign-ins of users, by the {@code sid} that Keycloak gives them. Asks the database. */
final class SignIns implements OpenSignIn {
  /** Everything about a user that a token seen before says nothing of. */
  private static final String STANDING =
      """
      select n.id, concat_ws('|', n.status, n.not_before, n.name, n.realm_roles,
        (select string_agg(m.team_id, ',' order by m.team_id) from team_members m
          where m.principal_id = n.id)) as standing
      from principals n where n.id = any(?)
      """;

  private final JdbcClient jdbc;
  private final Users users;
  private final FirstAdmin firstAdmin;
  private final TransactionTemplate transactions;
  private final AuditTrail trail;

  SignIns(
      JdbcClient jdbc,
      Users users,
      FirstAdmin firstAdmin,
      TransactionTemplate transactions,
      AuditTrail trail) {
    this.jdbc = jdbc;
    this.users = users;
    this.firstAdmin = firstAdmin;
    this.transactions = transactions;
    this.trail = trail;
  }

  /**
   * The user of the token, made when new; the first token of a sign-in is written down.
   *
   * @param address of the client
   * @throws Problem 401 when the user left, or the sign-in has ended; 403 when the user's
   *     organization is not known
   */
  SignIn take(VerifiedToken token, String address) {
    User user =
        users.signed(
            new SignedUser(
                token.subject(),
                token.username(),
                token.email(),
                token.organization(),
                token.groups(),
                token.realmRoles(),
                token.issuedAt()));
    String standing = standings(List.of(user.id())).getOrDefault(user.id(), "");
    User now = users.of(user.id()).orElse(user); // after the standing: a change in between shows
    check(now, token);
    Boolean madeAdmin = transactions.execute(_ -> write(now, token, address));
    if (Boolean.TRUE.equals(madeAdmin)) firstAdmin.visible();
    return new SignIn(now, token.sid(), standing);
  }

  private static void check(User user, VerifiedToken token) {
    Instant from = user.notBefore();
    boolean old = from != null && !token.issuedAt().isAfter(from);
    if (user.status() == User.Status.LEFT || old)
      throw refused(
          "account_ended",
          "Your account was ended on "
              + from
              + ", and with it every token from before. If you are back, run serai login.");
  }

  /** Whether the user was made an administrator. */
  private boolean write(User user, VerifiedToken token, String address) {
    int first =
        jdbc.sql(
                """
                insert into sign_ins (sid, principal_id, address) values (?, ?, ?)
                on conflict do nothing
                """)
            .params(token.sid(), user.id(), address)
            .update();
    requireOpen(token.sid(), user.id());
    firstAdmin.heard(user);
    if (first == 0) return false;
    return Acting.as(
        new SignIn(user, token.sid(), "").actor(Grants.none(user.organizationId())),
        SignIn.from(address),
        () -> {
          trail.append(
              Entry.of("user.sign-in", "user", user.id())
                  .with(Map.of("client", token.client(), "sid", token.sid())));
          return firstAdmin.consider(user, token);
        });
  }

  @Override
  public void require(Actor user) {
    requireOpen(user.session(), user.id());
  }

  private void requireOpen(String sid, String user) {
    boolean open =
        jdbc.sql(
                """
                select exists (select 1 from sign_ins
                  where sid = ? and principal_id = ? and ended_at is null)
                """)
            .params(sid, user)
            .query(Boolean.class)
            .single();
    if (!open)
      throw refused("sign_in_ended", "This sign-in has ended. Run serai login to sign in again.");
  }

  /** Of users, by id. */
  Map<String, String> standings(Collection<String> users) {
    Map<String, String> standings = new HashMap<>();
    jdbc.sql(STANDING)
        .param(users.toArray(String[]::new))
        .query(
            row -> {
              standings.put(row.getString(1), row.getString(2));
            });
    return standings;
  }

  /** Which of them have ended. */
  Set<String> ended(Collection<String> sids) {
    return new HashSet<>(
        jdbc.sql("select sid from sign_ins where sid = any(?) and ended_at is not null")
            .param(sids.toArray(String[]::new))
            .query(String.class)
            .list());
  }

  private static Problem refused(String code, String sentence) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, sentence);
  }
}
