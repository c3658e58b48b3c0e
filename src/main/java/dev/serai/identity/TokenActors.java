package dev.serai.identity;

import dev.serai.access.Actor;
import dev.serai.access.Grants;
import dev.serai.admin.ActorSource;
import dev.serai.admin.Problem;
import dev.serai.call.KeyHash;
import dev.serai.call.Secret;
import dev.serai.database.Changes;
import dev.serai.roles.RoleGrants;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;

/**
 * Users on the admin port. The database is asked once per token; that a user or a sign-in has ended
 * since, or is in other teams, is read back with every change.
 */
final class TokenActors implements ActorSource {
  private static final int MOST = 10_000;
  private static final long PATIENCE_SECONDS = 2;

  private final AccessTokens tokens;
  private final SignIns signIns;
  private final RoleGrants roles;
  private final Pepper pepper;
  private final Recent<KeyHash, SignIn> known = new Recent<>(MOST);

  /** Goes up before what is known is looked over: what was read before may be old. */
  private final AtomicLong looks = new AtomicLong();

  TokenActors(
      AccessTokens tokens, SignIns signIns, RoleGrants roles, Pepper pepper, Changes changes) {
    this.tokens = tokens;
    this.signIns = signIns;
    this.roles = roles;
    this.pepper = pepper;
    changes.onChange(this::lookOver);
  }

  @Override
  public Optional<Actor> actor(Secret bearer, String address) {
    if (!AccessTokens.looksLikeOne(bearer.reveal())) return Optional.empty();
    KeyHash hash = pepper.hash(bearer.reveal());
    VerifiedToken token = verified(hash, bearer);
    SignIn signIn = known.get(hash);
    if (signIn == null) signIn = taken(hash, token, address);
    return Optional.of(signIn.actor(grants(signIn.user())));
  }

  private Grants grants(User user) {
    return roles.of(user.organizationId(), user.id(), user.teams(), user.realmRoles());
  }

  private VerifiedToken verified(KeyHash hash, Secret bearer) {
    Checked checked = tokens.check(hash, bearer);
    if (checked instanceof Checked.Unknown unknown) {
      await(unknown);
      checked = tokens.decide(hash, bearer);
    }
    return switch (checked) {
      case Checked.Verified verified -> verified.token();
      case Checked.Rejected rejected -> throw problem(rejected);
      case Checked.Unknown _ -> throw away("Keycloak");
    };
  }

  private static void await(Checked.Unknown unknown) {
    try {
      unknown.news().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // decided from what is known
    }
  }

  private SignIn taken(KeyHash hash, VerifiedToken token, String address) {
    long before = looks.get();
    try {
      SignIn signIn = signIns.take(token, address);
      known.put(hash, signIn);
      if (looks.get() != before)
        known.remove(hash); // looked over meanwhile, maybe without this one
      return signIn;
    } catch (DataAccessException | TransactionException _) {
      throw away("the database");
    }
  }

  private void lookOver() {
    looks.incrementAndGet();
    List<SignIn> all = known.values();
    if (all.isEmpty()) return;
    Map<String, String> standings =
        signIns.standings(all.stream().map(each -> each.user().id()).distinct().toList());
    Set<String> ended = signIns.ended(all.stream().map(SignIn::sid).distinct().toList());
    known.removeIf(
        each ->
            ended.contains(each.sid()) || !each.standing().equals(standings.get(each.user().id())));
  }

  private static Problem problem(Checked.Rejected rejected) {
    return switch (rejected.why()) {
      case INVALID -> unauthorized("token_invalid", rejected.sentence());
      case EXPIRED -> unauthorized("token_expired", rejected.sentence());
      case UNAVAILABLE ->
          new Problem(HttpStatus.SERVICE_UNAVAILABLE, "sign_in_unavailable", rejected.sentence());
    };
  }

  private static Problem unauthorized(String code, String sentence) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, sentence);
  }

  private static Problem away(String who) {
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "sign_in_unavailable",
        "Your sign-in cannot be checked at the moment, because "
            + who
            + " does not answer. Try again shortly.");
  }
}
