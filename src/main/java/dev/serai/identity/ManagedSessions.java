package dev.serai.identity;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.OpenSignIn;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.identity.UsableProjects.Usable;
import dev.serai.limits.LimitView;
import dev.serai.limits.Measure;
import dev.serai.limits.SessionCaps;
import dev.serai.tenants.Tenants;
import dev.serai.usage.SessionUsage;
import dev.serai.usage.SessionUsage.Used;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What people do with sessions: with their own what they like, with those of others as far as they
 * may. All throw {@link Problem}: 404 for a session that is not there or may not be seen.
 */
public final class ManagedSessions {
  private final SessionStore store;
  private final UsableProjects projects;
  private final Tenants tenants;
  private final SessionCaps caps;
  private final SessionUsage usage;
  private final OpenSignIn signIn;
  private final Mutations mutations;
  private final Changes changes;
  private final SessionSettings settings;
  private final InstantSource clock;

  ManagedSessions(
      SessionStore store,
      UsableProjects projects,
      Tenants tenants,
      SessionCaps caps,
      SessionUsage usage,
      OpenSignIn signIn,
      Mutations mutations,
      Changes changes,
      SessionSettings settings,
      InstantSource clock) {
    this.store = store;
    this.projects = projects;
    this.tenants = tenants;
    this.caps = caps;
    this.usage = usage;
    this.signIn = signIn;
    this.mutations = mutations;
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Inside the caller's transaction: a session of the user who asks, and of his sign-in.
   *
   * @throws Problem 401 when that has ended
   */
  Session create(Actor user, NewSession wanted) {
    Duration duration = wanted.duration() == null ? settings.duration() : wanted.duration();
    if (duration.compareTo(Duration.ofMinutes(1)) < 0 || duration.compareTo(settings.longest()) > 0)
      throw Problem.invalid("duration", "PT1M to " + settings.longest());
    long revision = changes.bump(); // from here on neither sign-in nor project ends
    Usable project = projects.find(user.id(), wanted.inProject());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Session made =
        new Session(
            RequestId.next(),
            project.name(),
            project.id(),
            project.team(),
            project.personal(),
            user.name(),
            user.id(),
            wanted.tool(),
            wanted.device(),
            wanted.caps(),
            now,
            now.plus(duration),
            null,
            "");
    signIn.require(user);
    store.insert(made, user.organization(), user.session(), revision);
    caps.own(made.id(), wanted.caps().of(made.id()), _ -> 0);
    return mutations.created("session.create", "session", made.id(), made);
  }

  /** What the actor of this request may see, newest first. */
  Page<Session> list(SessionQuery.Asked asked) {
    boolean personal = Acting.where(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL).everywhere();
    return page(
        asked, new SessionQuery.Seen(actorId(), Acting.where(Permission.SESSIONS_VIEW), personal));
  }

  /** Those of the user who asks. */
  Page<Session> own(SessionQuery.Asked asked) {
    return page(
        asked,
        new SessionQuery.Seen(actorId(), new Grants.Where(false, Set.of(), Set.of()), false));
  }

  private Page<Session> page(SessionQuery.Asked asked, SessionQuery.Seen seen) {
    List<Session> found = store.list(tenants.current().id(), asked, seen);
    return Page.of(found, asked.limit(), Session::id);
  }

  Session get(String id) {
    String organization = tenants.current().id();
    return visible(organization, store.find(organization, id).orElseThrow(() -> none(id)));
  }

  /**
   * One of the user who asks, whether it is open or not.
   *
   * @throws Problem 404 for another's
   */
  Session own(String id) {
    return mine(store.find(tenants.current().id(), id), id);
  }

  /** All limits that are about one of the user who asks, and how they stand; newest first. */
  List<LimitView> ownLimits(String id) {
    return caps.of(own(id).id());
  }

  /**
   * Sets what a session of the user who asks may use in all, in place of what the user has said
   * before: null = no such limit of the user's. In force when this returns, on other replicas
   * within a second; what was used before counts. Limits that an administrator set stay.
   *
   * @param match value of {@code If-Match}, null = whatever its version
   * @throws Problem 409 when it has ended
   */
  Session limitOwn(String id, SessionLimits wanted, @Nullable String match) {
    String organization = tenants.current().id();
    return mutations.update(
        Mutations.Target.of("session.limit", "session", id).matching(match),
        () -> {
          Session session = mine(store.lock(organization, id), id);
          if (session.endedAt() == null && session.expiresAt().isAfter(clock.instant()))
            return session;
          throw Problem.conflict(
              "session_ended", "This session has ended: its limits hold nobody any more.");
        },
        _ -> {
          Used used = usage.of(id);
          caps.own(id, wanted.of(id), measure -> amount(used, measure));
          return store.find(organization, id).orElseThrow();
        });
  }

  private static long amount(Used used, Measure measure) {
    return switch (measure) {
      case USD -> used.costNanos();
      case REQUESTS -> used.requests() - used.refused() - used.failed();
      case TOTAL_TOKENS -> used.tokens();
      case INPUT_TOKENS, OUTPUT_TOKENS ->
          throw new IllegalArgumentException("no limit of a session is about " + measure.unit());
    };
  }

  /**
   * For good; its running calls are cut. One that has ended stays as it is.
   *
   * @throws Problem 403 when it may be seen but not ended
   */
  Session revoke(String id) {
    return end(
        id,
        (organization, session) -> {
          Session seen = visible(organization, session);
          if (own(seen) || Acting.may(Permission.SESSIONS_MANAGE, place(organization, seen)))
            return;
          throw new Problem(
              HttpStatus.FORBIDDEN,
              "forbidden",
              "To end other people's sessions takes "
                  + Permission.SESSIONS_MANAGE.text()
                  + " where they are.");
        });
  }

  /** Likewise, of the user who asks: another's is not found. */
  Session revokeOwn(String id) {
    return end(
        id,
        (_, session) -> {
          if (!own(session)) throw none(id);
        });
  }

  private Session end(String id, BiConsumer<String, Session> check) {
    String organization = tenants.current().id();
    return mutations.update(
        Mutations.Target.of("session.revoke", "session", id),
        () -> {
          Session session = store.lock(organization, id).orElseThrow(() -> none(id));
          check.accept(organization, session);
          return session;
        },
        session -> {
          if (session.endedAt() != null) return session;
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          store.end(id, SessionEnd.REVOKED, now, changes.bump());
          return session.ended(SessionEnd.REVOKED, now);
        });
  }

  private static Session visible(String organization, Session session) {
    Place place = place(organization, session);
    boolean others =
        Acting.may(Permission.SESSIONS_VIEW, place)
            && (!session.personal()
                || Acting.may(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL, place));
    if (own(session) || others) return session;
    throw none(session.id());
  }

  private static Session mine(Optional<Session> found, String id) {
    return found.filter(ManagedSessions::own).orElseThrow(() -> none(id));
  }

  private static boolean own(Session session) {
    return session.principalId().equals(actorId());
  }

  private static String actorId() {
    return Acting.actor().map(Actor::id).orElse("");
  }

  private static Place place(String organization, Session session) {
    return new Place(organization, session.team(), session.projectId());
  }

  private static Problem none(String id) {
    return Problem.notFound("session", id);
  }
}
